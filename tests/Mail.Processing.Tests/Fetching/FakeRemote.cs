using System.Globalization;
using System.Text;
using Mail.Core;

namespace Mail.Processing.Tests;

/// <summary>A mailbox elsewhere, without a network: what is in it, and when it fails.</summary>
internal sealed class FakeRemote : IRemoteMailboxes
{
    private readonly Lock _gate = new();
    private int _uid;

    /// <summary>UID and content, in the server's order.</summary>
    public List<(string Uid, string Content)> Messages { get; } = [];

    public uint? UidValidity { get; set; }

    public bool HasUids { get; set; } = true;

    /// <summary>Says yes to every deletion, and does nothing.</summary>
    public bool IgnoresDeletions { get; set; }

    /// <summary>Instead of a session.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>Called with each message that is to be read; what it throws ends the session.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    /// <summary>As <see cref="OnRead"/>, for headers.</summary>
    public Action<string> OnReadHeader { get; set; } = _ => { };

    public Action OnList { get; set; } = () => { };

    public int Reads { get; private set; }

    public int Listings { get; private set; }

    public int Sessions { get; private set; }

    public void Add(string content) => Messages.Add(((++_uid).ToString(CultureInfo.InvariantCulture), content));

    public static string Message(int i) => $"Return-Path: <sender{i}@far.test>\r\nMessage-ID: <{i}@far.test>\r\nDate: Fri, 02 Jan 2026 12:00:00 +0000\r\nFrom: a@far.test\r\nSubject: number {i}\r\n\r\nHello {i}\r\n";

    /// <summary>The same messages under other names.</summary>
    public void Rename()
    {
        for (var i = 0; i < Messages.Count; i++)
        {
            Messages[i] = ($"new{++_uid}", Messages[i].Content);
        }
    }

    public Task<IRemoteMailbox> OpenAsync(RemoteAccount account, CancellationToken cancellationToken)
    {
        Sessions++;
        return Refusal is { } refusal ? throw refusal : Task.FromResult<IRemoteMailbox>(new Session(this));
    }

    private sealed class Session(FakeRemote remote) : IRemoteMailbox
    {
        private readonly List<string> _deleted = [];

        public RemotePeer Peer => new("pop.far.test", "192.0.2.7", "POP3S", "TLSv1.3", "TLS_AES_256_GCM_SHA384");

        public Task<IReadOnlyList<RemoteFolderName>> FoldersAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<RemoteFolderName>>([new("INBOX", null)]);

        public Task<RemoteFolder?> OpenAsync(string folder, CancellationToken cancellationToken) => Task.FromResult(folder != "INBOX" ? null : new RemoteFolder
        {
            Name = folder,
            UidValidity = remote.UidValidity,
            Revision = remote.HasUids ? string.Join(',', remote.Messages.Select(message => message.Uid)) : null,
            HasUids = remote.HasUids,
            Count = remote.Messages.Count,
        });

        public Task<IReadOnlyList<RemoteMessage>> ListAsync(CancellationToken cancellationToken)
        {
            remote.Listings++;
            remote.OnList();
            return Task.FromResult<IReadOnlyList<RemoteMessage>>(
                [.. remote.Messages.Select((message, i) => new RemoteMessage(i + 1, remote.HasUids ? message.Uid : "", message.Content.Length))]);
        }

        public async Task ReadHeadersAsync(
            IReadOnlyList<RemoteMessage> messages, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken)
        {
            foreach (var message in messages)
            {
                var content = remote.Messages[message.Number - 1].Content;
                remote.OnReadHeader(content);
                using var header = new MemoryStream(Encoding.UTF8.GetBytes(content[..(content.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)]));
                await each(message, header, cancellationToken);
            }
        }

        public async Task ReadAsync(
            IReadOnlyList<RemoteMessage> messages, Func<RemoteMessage, Stream, CancellationToken, Task> each, CancellationToken cancellationToken)
        {
            foreach (var message in messages)
            {
                var content = remote.Messages[message.Number - 1].Content;
                remote.OnRead(content);
                lock (remote._gate)
                {
                    remote.Reads++;
                }

                using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
                await each(message, stream, cancellationToken);
            }
        }

        public Task<bool> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken cancellationToken)
        {
            _deleted.AddRange(messages.Select(message => remote.Messages[message.Number - 1].Uid));
            return Task.FromResult(true);
        }

        public Task CloseAsync(CancellationToken cancellationToken)
        {
            remote.Messages.RemoveAll(message => !remote.IgnoresDeletions && _deleted.Contains(message.Uid));
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
