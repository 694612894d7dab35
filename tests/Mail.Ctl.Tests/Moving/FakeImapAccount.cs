using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Ctl.Tests;

/// <summary>An IMAP account elsewhere, without a network.</summary>
internal sealed class FakeImapAccount : IRemoteMailboxes
{
    private readonly Dictionary<string, (string? Use, List<(int Uid, string Content, string[] Flags, DateTimeOffset At)> Messages)> _folders = [];
    private int _uid;

    public uint UidValidity { get; set; } = 7;

    /// <summary>After so many messages that were read the connection is lost, once for each number.</summary>
    public Queue<int> Cuts { get; } = [];

    public int Reads { get; private set; }

    public int Sessions { get; private set; }

    public static string Content(int n) =>
        $"Message-ID: <{n}@far.test>\r\nDate: Fri, 02 Jan 2026 12:00:00 +0000\r\nFrom: a@far.test\r\nSubject: number {n}\r\n\r\nHello {n}\r\n";

    public void Add(string folder, string? use, params IEnumerable<int> messages)
    {
        var there = _folders.TryGetValue(folder, out var known) ? known : _folders[folder] = (use, []);
        there.Messages.AddRange(messages.Select(n => (++_uid, Content(n), n % 2 == 0 ? new[] { "\\Seen", "$Work" } : [], DateTimeOffset.UnixEpoch.AddYears(50).AddDays(n))));
    }

    public Task<IRemoteMailbox> OpenAsync(RemoteAccount account, CancellationToken cancellationToken)
    {
        Sessions++;
        return Task.FromResult<IRemoteMailbox>(new Session(this));
    }

    private sealed class Session(FakeImapAccount account) : IRemoteMailbox
    {
        private string _open = "";

        public RemotePeer Peer => new("imap.far.test", "192.0.2.7", "IMAPS", "TLSv1.3", "TLS_AES_256_GCM_SHA384");

        public Task<IReadOnlyList<RemoteFolderName>> FoldersAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<RemoteFolderName>>([.. account._folders.Select(folder => new RemoteFolderName(folder.Key, folder.Value.Use))]);

        public Task<RemoteFolder?> OpenAsync(string folder, CancellationToken cancellationToken)
        {
            _open = folder;
            return Task.FromResult<RemoteFolder?>(new RemoteFolder { Name = folder, UidValidity = account.UidValidity, Revision = null });
        }

        public Task<IReadOnlyList<RemoteMessage>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RemoteMessage>>(
        [
            .. account._folders[_open].Messages.Select((message, i) =>
                new RemoteMessage(i + 1, message.Uid.ToString(CultureInfo.InvariantCulture), message.Content.Length) { Flags = message.Flags, ReceivedAt = message.At }),
        ]);

        public Task ReadHeadersAsync(
            IReadOnlyList<RemoteMessage> messages, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken) =>
            EachAsync(messages, content => content[..(content.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)], each, cancellationToken);

        public Task ReadAsync(
            IReadOnlyList<RemoteMessage> messages, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken) =>
            EachAsync(
                messages,
                content =>
                {
                    if (account.Cuts.TryPeek(out var cut) && account.Reads >= cut)
                    {
                        account.Cuts.Dequeue();
                        throw new RemoteMailboxException(RemoteFailure.Unreachable, "imap.far.test closed the connection");
                    }

                    account.Reads++;
                    return content;
                },
                each,
                cancellationToken);

        public Task<bool> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken cancellationToken) => throw new InvalidOperationException("A move deletes nothing.");

        public Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task EachAsync(
            IReadOnlyList<RemoteMessage> messages, Func<string, string> part, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken)
        {
            foreach (var message in messages)
            {
                using var stream = new MemoryStream(Encoding.ASCII.GetBytes(part(account._folders[_open].Messages[message.Number - 1].Content)));
                await each(message, stream, cancellationToken);
            }
        }
    }
}
