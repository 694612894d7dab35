using System.Net;
using Mail.Core;
using Mail.Transport;

namespace Mail.Fuzz.Targets;

/// <summary>
/// A visit to a server of remote mailboxes, with the client library: login, folders, listing, headers, messages, deletion. The input is what the server says, answer by
/// answer, each behind 0xFF; <c>{tag}</c> is the tag of the command.
/// </summary>
internal sealed class FetchSessionTarget(string name, RemoteProtocol protocol) : IFuzzTarget
{
    private const byte Mark = 0xFF;

    private const long SizeLimit = 1024 * 1024;

    // A session, its buffers and the library's tables, and what is held of the input: the octets of it, of lines and of messages.
    private const long MostAllocated = 64L * 1024 * 1024;

    private static readonly FetchOptions Options = new() { MaxMessages = 1000 };

    private static readonly SharedMemory Memory = new(Options, TimeProvider.System);

    private readonly RemoteAccount _account = new()
    {
        Key = new RemoteAccountKey(MailAddress.Parse("alice@example.test"), "far"),
        Id = "0123456789",
        Protocol = protocol,
        Tls = RemoteTls.None,
        Host = "mail.far.test",
        User = "alice",
        KeepFor = TimeSpan.Zero,
    };

    public string Name => name;

    public void Run(ReadOnlySpan<byte> input)
    {
        List<byte[]> answers = [];
        foreach (var range in input.Split(Mark))
        {
            answers.Add(input[range].ToArray());
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Visit(new AnsweringStream(answers, int.MaxValue));
        BrokenPromiseException.Unless(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated, "memory is for what comes, and not for what is said");
        BrokenPromiseException.Unless(error is null || (error.Length < 600 && !error.Any(char.IsControl)), "an error is a line for people");
    }

    /// <returns>Why it ended before its end; <c>null</c> when it did not.</returns>
    private string? Visit(AnsweringStream server)
    {
        try
        {
            VisitAsync(server).GetAwaiter().GetResult();
            return null;
        }
        catch (RemoteMailboxException e)
        {
            return e.Message;
        }
    }

    private async Task VisitAsync(AnsweringStream server)
    {
        var connection = new RemoteConnection(new LimitedStream(server, Options, TimeProvider.System), IPAddress.Loopback, Tls: null);
        await using RemoteSource mailbox = _account.Protocol == RemoteProtocol.Pop3
            ? new Pop3Source(_account, connection, Options, Memory)
            : new ImapSource(_account, connection, Options, Memory);
        await mailbox.BeginAsync("s3cret", CancellationToken.None);
        var folders = await mailbox.FoldersAsync(CancellationToken.None);
        BrokenPromiseException.Unless(!folders.Any(folder => folder.Name.Any(char.IsControl)), "a folder has a name that can be shown");
        if (await mailbox.OpenAsync("INBOX", CancellationToken.None) is null)
        {
            return;
        }

        var listed = await mailbox.ListAsync(CancellationToken.None);
        BrokenPromiseException.Unless(listed.Count <= Options.MaxMessages && listed.All(message => message.Size >= 0), "a listing has limits");
        BrokenPromiseException.Unless(listed.Select(message => message.Number).Distinct().Count() == listed.Count, "each message has a number of its own");
        List<RemoteMessage> wanted = [.. listed.Where(message => message.Size <= SizeLimit)];
        await mailbox.ReadHeadersAsync(wanted, (message, content, _) => CheckAsync(message, content, wanted), CancellationToken.None);
        await mailbox.ReadAsync(wanted, (message, content, _) => CheckAsync(message, content, wanted), CancellationToken.None);
        if (wanted.Count > 0)
        {
            await mailbox.DeleteAsync(wanted, CancellationToken.None);
        }

        await mailbox.CloseAsync(CancellationToken.None);
    }

    private static Task CheckAsync(RemoteMessage message, Stream content, List<RemoteMessage> wanted)
    {
        BrokenPromiseException.Unless(wanted.Contains(message), "nothing is read but what was asked for");
        BrokenPromiseException.Unless(content is { CanSeek: true, Position: 0 }, "a message can be read");
        return Task.CompletedTask;
    }
}
