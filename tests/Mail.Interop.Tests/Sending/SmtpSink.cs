using System.Globalization;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Postfix's <c>smtp-sink</c>, which takes mail, or not, as its options say.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Peer.NewFolder("mail-cloud-sink-", othersWrite: true);
    private readonly ServerProcess _process;

    private SmtpSink(int port, string[] options)
    {
        string[] user = Environment.UserName == "root" ? ["-u", "nobody"] : [];
        _process = new ServerProcess(
            "smtp-sink",
            Peer.Installed("postfix", "smtp-sink"),
            [.. user, .. options, "-d", Path.Combine(_folder.FullName, "message."), string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "100"],
            new Dictionary<string, string>(),
            _ => Task.FromResult(Peer.Listens(port)));
    }

    /// <summary>Each message that came to its end, with CRLF and without the fields that smtp-sink writes before it.</summary>
    public IReadOnlyList<string> Messages =>
        [.. _folder.GetFiles().Select(file => File.ReadAllText(file.FullName)).Where(IsWhole).Select(text => After(text).ReplaceLineEndings("\r\n"))];

    /// <summary>Of the messages, in the order of the files: <c>X-Mail-Args</c>, <c>X-Rcpt-Args</c> and others.</summary>
    public IReadOnlyList<string> Envelopes => [.. _folder.GetFiles().Select(file => Before(File.ReadAllText(file.FullName)))];

    public static async Task<SmtpSink> StartAsync(int port, params string[] options)
    {
        var sink = new SmtpSink(port, options);
        await sink._process.StartAsync(TestContext.Current.CancellationToken);
        return sink;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // smtp-sink's own Received field is the last that it writes before what came.
    private const string Mark = "\tby smtp-sink ";

    private static bool IsWhole(string text) => text.Contains(Mark, StringComparison.Ordinal);

    private static string Before(string text) => text[..Math.Max(0, text.IndexOf(Mark, StringComparison.Ordinal))];

    private static string After(string text)
    {
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        var end = text.IndexOf('\n', text.IndexOf(';', at));
        // The date stands on a line of its own.
        end = text.IndexOf('\n', end + 1);
        return text[(end + 1)..^1];
    }
}
