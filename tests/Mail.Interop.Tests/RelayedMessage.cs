using System.Text;
using System.Text.RegularExpressions;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>A message that shows every change made on its way: complete, so that nobody adds anything, and with what is easily damaged.</summary>
internal static partial class RelayedMessage
{
    /// <summary>With CRLF.</summary>
    public static byte[] To(string recipient) => Encoding.UTF8.GetBytes(
        $"""
        From: X <x@sender.test>
        To: {recipient}
        Subject: relayed
         and folded
        Date: Mon, 5 Oct 2026 10:00:00 +0200
        Message-ID: <{recipient.Split('@')[0]}@relay.sender.test>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit
        X-Spaces: two  spaces,{'\t'}a tab, and at the end{"  "}

        .a dot, and two:
        ..
        From here on grüße, 日本 and {'\t'}blanks{" "}
        {new string('x', 900)}


        """.ReplaceLineEndings("\r\n"));

    /// <summary>For the standard input of a program that reads lines of this machine.</summary>
    public static Func<StreamWriter, Task> WriteAsync(string recipient) =>
        async input => await input.WriteAsync(Encoding.UTF8.GetString(To(recipient)).Replace("\r\n", "\n", StringComparison.Ordinal));

    /// <summary>Whether it lies in the mailbox unchanged, once, with a trace that tells of a server's TLS.</summary>
    public static async Task AssertArrivedAsync(MailSystem system, string recipient)
    {
        await system.ListWhenThereAsync(recipient, 1);
        var stored = Assert.Single(await system.ExportAsync(recipient));
        Assert.Equal(Encoding.UTF8.GetString(To(recipient)), Encoding.UTF8.GetString(TestMessages.WithoutOurFields(stored)));
        Assert.Matches(Trace(), Encoding.UTF8.GetString(stored));
    }

    [GeneratedRegex(
        @"Received: from relay\.sender\.test \([^)]*\[127\.0\.0\.[12]\]\)\r\n\tby mx\.example\.test with ESMTPS id [0-9a-z]{26}\r\n(?:\tfor <[^>]+>\r\n)?\ttls TLS_[A-Z0-9_]+ \(TLSv1\.[23]\)")]
    private static partial Regex Trace();
}
