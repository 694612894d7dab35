using System.Globalization;

namespace Mail.Ctl;

/// <summary>
/// Which keyword each small letter behind a message's flags stands for: the file <c>dovecot-keywords</c> of a Maildir folder, a line <c>number keyword</c> for each
/// (https://doc.dovecot.org, "Maildir", Keywords). Each folder has its own.
/// </summary>
internal sealed class MaildirKeywords
{
    private const string FileName = "dovecot-keywords";

    /// <summary>Octets: 26 keywords of what a keyword may have.</summary>
    private const int MaxFile = 16 * 1024;

    private readonly Dictionary<char, string> _keywords = [];

    public static MaildirKeywords Read(string folder)
    {
        var read = new MaildirKeywords();
        var file = new FileInfo(Path.Combine(folder, FileName));
        if (!file.Exists || file.Length > MaxFile || file.LinkTarget is not null)
        {
            return read;
        }

        try
        {
            foreach (var line in File.ReadLines(file.FullName))
            {
                read.Add(line.Split(' ', 2));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Keywords that cannot be read cost the keywords, not the mail.
        }

        return read;
    }

    public IEnumerable<string> Of(string fileName)
    {
        var info = fileName.IndexOf(":2,", StringComparison.Ordinal);
        return info < 0 ? [] : fileName[(info + 3)..].Split(',')[0].Distinct().Where(_keywords.ContainsKey).Select(letter => _keywords[letter]);
    }

    private void Add(string[] words)
    {
        if (words is [var number, var keyword] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < 26 && MboxStatus.IsKeyword(keyword))
        {
            _keywords[(char)('a' + index)] = keyword;
        }
    }
}
