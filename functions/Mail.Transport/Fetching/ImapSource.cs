using System.Globalization;
using System.Net;
using System.Text;
using Mail.Core;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;

namespace Mail.Transport;

/// <summary>A session by IMAP (RFC 9051, RFC 3501), on MailKit.</summary>
internal sealed class ImapSource : RemoteSource
{
    // UID, RFC822.SIZE, FLAGS and INTERNALDATE of one message; keywords of Gmail and Thunderbird have some hundred octets.
    private const int SummaryLine = 1024;

    // By which a message is known wherever it is.
    private static readonly HeaderId[] Naming = [HeaderId.MessageId, HeaderId.Date, HeaderId.From, HeaderId.Subject, HeaderId.Received];

    private static readonly FormatOptions AsSent = CrlfFormat();

    private readonly ImapClient _client = new();
    private IMailFolder? _folder;

    public ImapSource(RemoteAccount account, RemoteConnection connection, FetchOptions options, SharedMemory memory)
        : base(account, connection, options, memory)
    {
        var answers = new ImapAnswers();
        connection.Stream.Guard = octets => answers.Read(octets.Span);
    }

    public override async Task<IReadOnlyList<RemoteFolderName>> FoldersAsync(CancellationToken cancellationToken)
    {
        const long Answer = 4 * 1024 * 1024;
        var folders = await GuardAsync(Answer, () => _client.GetFoldersAsync(Personal, StatusItems.None, false, cancellationToken), cancellationToken);
        return
        [
            .. folders.Where(folder => (folder.Attributes & (FolderAttributes.NoSelect | FolderAttributes.NonExistent)) == 0 && !folder.FullName.Any(char.IsControl))
                .Select(folder => new RemoteFolderName(NameOf(folder), UseOf(folder.Attributes))),
        ];
    }

    public override async Task<RemoteFolder?> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        return await GuardAsync<RemoteFolder?>(ShortAnswer, () => SelectAsync(folder, cancellationToken), cancellationToken);
    }

    public override async Task<IReadOnlyList<RemoteMessage>> ListAsync(CancellationToken cancellationToken)
    {
        var folder = Selected;
        if (folder.Count == 0)
        {
            return [];
        }

        if (folder.Count > Options.MaxMessages)
        {
            throw new RemoteMailboxException(RemoteFailure.Limit, $"{Account.Host} says that {folder.FullName} has {folder.Count} messages; {Options.MaxMessages} can be dealt with");
        }

        const MessageSummaryItems Items = MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate;
        var summaries = await GuardAsync(
            ShortAnswer + ((long)folder.Count * SummaryLine), () => folder.FetchAsync(0, -1, Items, cancellationToken), cancellationToken);
        // A server may send the same twice, and what nobody asked for.
        return
        [
            .. summaries.Where(summary => summary.UniqueId.IsValid && summary.Flags?.HasFlag(MessageFlags.Deleted) != true)
                .DistinctBy(summary => summary.UniqueId.Id)
                .Take(Options.MaxMessages)
                .Select(ToMessage),
        ];
    }

    public override async Task<bool> DeleteAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken cancellationToken)
    {
        List<UniqueId> uids = [.. messages.Select(UidOf)];
        var canExpunge = _client.Capabilities.HasFlag(ImapCapabilities.UidPlus);
        await GuardAsync(
            ShortAnswer + (messages.Count * 1024L),
            async () =>
            {
                await Selected.StoreAsync(uids, new StoreFlagsRequest(StoreAction.Add, MessageFlags.Deleted) { Silent = true }, cancellationToken);
                if (canExpunge)
                {
                    // RFC 4315 §2.1: these, and not what another program has marked.
                    await Selected.ExpungeAsync(uids, cancellationToken);
                }
            },
            cancellationToken);
        return canExpunge;
    }

    public override Task CloseAsync(CancellationToken cancellationToken) =>
        GuardAsync(ShortAnswer, () => _client.DisconnectAsync(quit: true, cancellationToken), cancellationToken);

    public override ValueTask DisposeAsync()
    {
        Connection.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task LogInAsync(string secret, CancellationToken cancellationToken)
    {
        if (Account.Authentication == RemoteAuthentication.Apop)
        {
            throw new RemoteMailboxException(RemoteFailure.Settings, "APOP is of POP3");
        }

        await _client.ConnectAsync(Connection.Stream, UriHost, Account.EffectivePort, SecureSocketOptions.None, cancellationToken);
        if (_client.IsAuthenticated)
        {
            // RFC 9051 §7.1.4: PREAUTH.
            throw new RemoteMailboxException(RemoteFailure.Protocol, $"{Account.Host} asks for no password: whose mailbox it shows is not known");
        }

        if (RemoteLogin.Choose(Account, RemoteLogin.Offered(_client), secret, Connection) is { } mechanism)
        {
            await _client.AuthenticateAsync(mechanism, cancellationToken);
            return;
        }

        // RFC 9051 §6.2.3: the server may forbid it; then it says so.
        _client.AuthenticationMechanisms.Clear();
        await _client.AuthenticateAsync(Encoding.UTF8, new NetworkCredential(Account.User, secret), cancellationToken);
    }

    protected override async Task<IReadOnlyList<(RemoteMessage Message, Stream Content)>> LoadAsync(
        IReadOnlyList<RemoteMessage> messages, bool headersOnly, CancellationToken cancellationToken)
    {
        try
        {
            return headersOnly ? await HeadersAsync(messages, cancellationToken) : await ContentsAsync(messages, cancellationToken);
        }
        catch (ImapCommandException) when (messages.Count > 1 && _client.IsConnected)
        {
            // RFC 2180 §4.1.2: one that is gone, or cannot be read there, and the server refuses all of them.
            var loaded = new List<(RemoteMessage, Stream)>();
            foreach (var message in messages)
            {
                loaded.AddRange(await LoadAsync([message], headersOnly, cancellationToken));
            }

            return loaded;
        }
        catch (ImapCommandException) when (_client.IsConnected)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<(RemoteMessage Message, Stream Content)>> ContentsAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken cancellationToken)
    {
        var wanted = messages.ToDictionary(message => UidOf(message).Id);
        var loaded = new Dictionary<uint, (RemoteMessage, Stream)>();
        await ((IImapFolder)Selected).GetStreamsAsync(
            [.. messages.Select(UidOf)],
            async (_, _, uid, stream, token) =>
            {
                if (wanted.TryGetValue(uid.Id, out var message))
                {
                    var content = new MemoryStream((int)stream.Length);
                    await stream.CopyToAsync(content, token);
                    content.Position = 0;
                    loaded[uid.Id] = (message, content);
                }
            },
            cancellationToken);
        return [.. loaded.Values];
    }

    private async Task<IReadOnlyList<(RemoteMessage Message, Stream Content)>> HeadersAsync(IReadOnlyList<RemoteMessage> messages, CancellationToken cancellationToken)
    {
        var wanted = messages.ToDictionary(message => UidOf(message).Id);
        var summaries = await Selected.FetchAsync(
            [.. messages.Select(UidOf)], MessageSummaryItems.UniqueId | MessageSummaryItems.Headers, cancellationToken);
        var loaded = new List<(RemoteMessage, Stream)>();
        foreach (var summary in summaries.Where(summary => summary.Headers is not null && wanted.ContainsKey(summary.UniqueId.Id)).DistinctBy(summary => summary.UniqueId.Id))
        {
            var header = IsWhole(summary.Headers!) ? HeaderOf(summary.Headers!) : await RawHeaderAsync(summary.UniqueId, cancellationToken);
            if (header is not null)
            {
                loaded.Add((wanted[summary.UniqueId.Id], header));
            }
        }

        return loaded;
    }

    /// <summary>
    /// The library's parser ends a header at the first line that is no field, and messages are known by fields that may follow. Those that have all of them, which is
    /// all but some in a thousand, need no second look.
    /// </summary>
    private static bool IsWhole(HeaderList fields) => Array.TrueForAll(Naming, fields.Contains);

    /// <returns><c>null</c> when the message is gone, or not given away.</returns>
    private async Task<Stream?> RawHeaderAsync(UniqueId uid, CancellationToken cancellationToken)
    {
        try
        {
            return await Selected.GetStreamAsync(uid, "HEADER", cancellationToken);
        }
        catch (Exception e) when (e is MessageNotFoundException or ImapCommandException && _client.IsConnected)
        {
            return null;
        }
    }

    private static MemoryStream HeaderOf(HeaderList fields)
    {
        var header = new MemoryStream();
        fields.WriteTo(AsSent, header);
        header.Position = 0;
        return header;
    }

    private IMailFolder Selected => _folder is { IsOpen: true } open ? open : throw new InvalidOperationException("A folder has to be opened first.");

    private FolderNamespace Personal => _client.PersonalNamespaces is [var first, ..]
        ? first
        : throw new RemoteMailboxException(RemoteFailure.Protocol, $"{Account.Host} does not say where its folders are");

    private async Task<RemoteFolder?> SelectAsync(string name, CancellationToken cancellationToken)
    {
        IMailFolder? folder;
        try
        {
            folder = name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? _client.Inbox : await FindAsync(name, cancellationToken);
        }
        catch (FolderNotFoundException)
        {
            return null;
        }

        if (folder is null)
        {
            return null;
        }

        // What is only read needs no right to write.
        await folder.OpenAsync(Account.KeepFor is null ? FolderAccess.ReadOnly : FolderAccess.ReadWrite, cancellationToken);
        _folder = folder;
        return new RemoteFolder
        {
            Name = NameOf(folder),
            UidValidity = folder.UidValidity,
            // RFC 9051 §2.3.1.1: what comes moves UIDNEXT, what goes changes the count.
            Revision = folder.UidNext is { } next ? string.Create(CultureInfo.InvariantCulture, $"{folder.UidValidity}:{next.Id}:{folder.Count}") : null,
            Count = folder.Count,
        };
    }

    private Task<IMailFolder> FindAsync(string name, CancellationToken cancellationToken) =>
        _client.GetFolderAsync(name.Replace('/', Personal.DirectorySeparator), cancellationToken);

    private static FormatOptions CrlfFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }

    private static RemoteMessage ToMessage(IMessageSummary summary) =>
        new(summary.Index + 1, summary.UniqueId.Id.ToString(CultureInfo.InvariantCulture), summary.Size ?? 0)
        {
            Flags = [.. FlagsOf(summary.Flags ?? MessageFlags.None), .. summary.Keywords],
            ReceivedAt = summary.InternalDate,
        };

    private static IEnumerable<string> FlagsOf(MessageFlags flags)
    {
        (MessageFlags Flag, string Name)[] names =
            [(MessageFlags.Seen, "\\Seen"), (MessageFlags.Answered, "\\Answered"), (MessageFlags.Flagged, "\\Flagged"), (MessageFlags.Draft, "\\Draft")];
        return names.Where(pair => flags.HasFlag(pair.Flag)).Select(pair => pair.Name);
    }

    private static UniqueId UidOf(RemoteMessage message) => new(uint.Parse(message.Uid, NumberStyles.None, CultureInfo.InvariantCulture));

    private static string NameOf(IMailFolder folder) =>
        folder.DirectorySeparator is var separator and not '/' and not '\0' ? folder.FullName.Replace(separator, '/') : folder.FullName;

    private static string? UseOf(FolderAttributes attributes)
    {
        // RFC 6154 §2.
        (FolderAttributes Attribute, string Use)[] uses =
        [
            (FolderAttributes.Junk, "\\Junk"), (FolderAttributes.Sent, "\\Sent"), (FolderAttributes.Trash, "\\Trash"), (FolderAttributes.Drafts, "\\Drafts"),
            (FolderAttributes.Archive, "\\Archive"), (FolderAttributes.All, "\\All"), (FolderAttributes.Flagged, "\\Flagged"),
        ];
        return uses.FirstOrDefault(pair => attributes.HasFlag(pair.Attribute)).Use;
    }
}
