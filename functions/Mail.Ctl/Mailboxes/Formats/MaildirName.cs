using System.Diagnostics.CodeAnalysis;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>Names inside a Maildir (https://cr.yp.to/proto/maildir.html) with the subfolders of Maildir++.</summary>
internal static class MaildirName
{
    /// <summary>The directories that hold messages; <c>tmp</c> holds those not yet delivered.</summary>
    public static IReadOnlyList<string> Delivered { get; } = ["cur", "new"];

    /// <summary>A directory of the format's, and no subfolder.</summary>
    public static bool IsOwn(string directory) => directory is "cur" or "new" or "tmp";

    // The letters of the info part; P(assed) has the keyword that IMAP servers use for it.
    private static readonly (char Letter, string Flag)[] Letters =
        [('D', "\\Draft"), ('F', "\\Flagged"), ('P', "$Forwarded"), ('R', "\\Answered"), ('S', "\\Seen"), ('T', "\\Deleted")];

    /// <summary>In ASCII order, as the format asks; other flags have no letter.</summary>
    public static string Info(IReadOnlyList<string> flags) =>
        ":2," + string.Concat(Letters.Where(l => flags.Contains(l.Flag, StringComparer.OrdinalIgnoreCase)).Select(l => l.Letter));

    public static IReadOnlyList<string> Flags(string fileName)
    {
        var info = fileName.IndexOf(":2,", StringComparison.Ordinal);
        // Some programs write fields behind the letters, as ",S=123".
        return info < 0 ? [] : [.. Letters.Where(l => fileName.AsSpan(info + 3).IndexOfAny(l.Letter, ',') is >= 0 and var at && fileName[info + 3 + at] == l.Letter).Select(l => l.Flag)];
    }

    /// <summary>The name without flags, which is what makes it unique.</summary>
    public static string Unique(string fileName) => fileName.Split(':', 2)[0];

    /// <summary><c>Archive/2025</c> is the directory <c>.Archive.2025</c>.</summary>
    public static string Directory(string folder)
    {
        var parts = folder.Split('/');
        // An empty part would give '..': such a name stays in one piece.
        return "." + (parts.Contains("") ? ModifiedUtf7.Encode(folder) : string.Join('.', parts.Select(ModifiedUtf7.Encode)));
    }

    public static bool TryFolder(string directory, [NotNullWhen(true)] out string? folder)
    {
        var parts = new List<string>();
        foreach (var part in directory.TrimStart('.').Split('.'))
        {
            if (!ModifiedUtf7.TryDecode(part, out var decoded))
            {
                folder = null;
                return false;
            }

            parts.Add(decoded);
        }

        folder = string.Join('/', parts);
        return true;
    }
}
