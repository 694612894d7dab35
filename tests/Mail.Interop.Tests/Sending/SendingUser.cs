using System.Text;
using Mail.Core;
using Mail.Testing;

namespace Mail.Interop.Tests;

/// <summary>Somebody who submits messages to us for others, and gets the notices.</summary>
public sealed class SendingUser(SendingSystem shared, MailSystem system, string address, string password)
{
    public string Address => address;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What he sends: complete, so that nobody adds anything, and with what is easily damaged.</summary>
    /// <param name="isAscii">Without octets that a server might not take.</param>
    public byte[] MessageTo(string recipient, bool isAscii = false) => Encoding.UTF8.GetBytes(
        $"""
        From: X <{address}>
        To: {recipient}
        Subject: sent
         and folded
        Date: Mon, 5 Oct 2026 10:00:00 +0200
        Message-ID: <{recipient}@client.test>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit
        X-Spaces: two  spaces,{'\t'}a tab, and at the end{"  "}

        .a dot, and two:
        ..
        {(isAscii ? "" : "From here on grüße, 日本 and ")}{'\t'}blanks{" "}
        {new string('x', 900)}


        """.ReplaceLineEndings("\r\n"));

    /// <param name="mail">Parameters of MAIL.</param>
    /// <param name="recipients">After <c>RCPT TO:</c>, such as <c>&lt;a@peer1.test&gt; NOTIFY=FAILURE</c>.</param>
    public async Task<QueueId> SubmitAsync(byte[] message, string mail, params string[] recipients)
    {
        await using var client = await SubmissionClient.ConnectAsync(system, address, password, Token);
        return await client.SubmitAsync($"<{address}>{(mail.Length > 0 ? " " + mail : "")}", recipients, message, Token);
    }

    /// <summary>The notices about the message of that ENVID; it has to be settled.</summary>
    public async Task<List<Notice>> NoticesAsync(string envelopeId) => [.. (await NoticesAsync()).Where(notice => notice.EnvelopeId == envelopeId)];

    /// <summary>The notices in his mailbox, once all that were written for him are there. The message that they are about has to be settled.</summary>
    public async Task<List<Notice>> NoticesAsync()
    {
        var written = 0;
        await foreach (var entry in shared.Storage.Spool.ListAsync(from: null, Token))
        {
            await using var message = entry.QueueId is { } id ? await shared.Storage.Spool.OpenAsync(id, Token) : null;
            written += message?.Envelope is { ReversePath: null } envelope && envelope.Recipients[0].Address.ToString() == address ? 1 : 0;
        }

        if (written == 0)
        {
            return [];
        }

        await system.ListWhenThereAsync(address, written);
        return (await system.ExportAsync(address)).ConvertAll(Notice.Read);
    }
}
