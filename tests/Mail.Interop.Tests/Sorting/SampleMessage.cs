using System.Text;

namespace Mail.Interop.Tests.Sorting;

/// <summary>A message that is sorted by us and by others.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Sender">The reverse-path; empty for the null one.</param>
/// <param name="Content">Its octets, with LF for line ends.</param>
public sealed record SampleMessage(string Name, string Sender, byte[] Content)
{
    private static readonly byte[] Separator = "From "u8.ToArray();

    /// <summary>As it comes over SMTP.</summary>
    public byte[] Wire => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Content).Replace("\n", "\r\n", StringComparison.Ordinal));

    /// <summary>As a mailbox file has it: behind a line that names the sender.</summary>
    public byte[] Mbox =>
        [.. Encoding.ASCII.GetBytes($"From {(Sender.Length == 0 ? "MAILER-DAEMON" : Sender)}  Mon Mar  2 10:00:00 2026\n"), .. Content];

    /// <summary>A file with such a line, or with Return-Path as its first field.</summary>
    public static SampleMessage Read(string file)
    {
        var content = File.ReadAllBytes(file);
        var end = Array.IndexOf(content, (byte)'\n') + 1;
        var first = Encoding.Latin1.GetString(content, 0, end).TrimEnd();
        return content.AsSpan().StartsWith(Separator)
            ? new SampleMessage(Path.GetFileName(file), first.Split(' ')[1], content[end..])
            : new SampleMessage(Path.GetFileName(file), first["Return-Path: <".Length..^1], content);
    }

    public override string ToString() => Name;
}
