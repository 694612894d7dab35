using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mail.Core;

/// <summary>A mailbox at another provider whose mail is collected here: a row of table <c>RemoteAccounts</c>.</summary>
public sealed record RemoteAccount
{
    /// <summary>Default time between two visits. fetchmail's daemon is mostly run with 300 s; Gmail minds more than ten logins in ten minutes.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMinutes(5);

    /// <summary>The timer runs once a minute.</summary>
    public static readonly TimeSpan LeastInterval = TimeSpan.FromMinutes(1);

    /// <summary>A message that waits longer is not worth fetching.</summary>
    public static readonly TimeSpan MostInterval = TimeSpan.FromDays(1);

    /// <summary>Octets. Gmail takes 25 MB, Microsoft 150 MB; twice the former, since base 64 adds a third.</summary>
    public const long DefaultSizeLimit = 50L * 1024 * 1024;

    /// <summary>More folders than anybody watches; a pass through each costs a round trip.</summary>
    public const int MaxFolders = 100;

    public required RemoteAccountKey Key { get; init; }

    /// <summary>
    /// Under which what has been fetched is remembered: 8 to 40 of a-z and 0-9. It outlives renaming; two accounts never have the same.
    /// See <see cref="DeriveId"/> for rows that name none.
    /// </summary>
    public required string Id { get; init; }

    public required RemoteProtocol Protocol { get; init; }

    public required RemoteTls Tls { get; init; }

    /// <summary>A name, or an address in brackets.</summary>
    public required string Host { get; init; }

    /// <summary><c>null</c>: the usual one, <see cref="EffectivePort"/>.</summary>
    public int? Port { get; init; }

    public required string User { get; init; }

    public RemoteAuthentication Authentication { get; init; }

    /// <summary>
    /// Where the password (or the grant, for OAuth) is: the URL of a vault's secret or <c>env:NAME</c>, both with names that <see cref="RemoteSecretReference"/> allows,
    /// or the thing itself sealed with the site's key.
    /// Read by <see cref="IRemoteSecrets"/>; <c>null</c> when none is kept yet.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>SHA-256 of the server's certificate, 64 hexadecimal digits in lower case: this one and no other. <c>null</c>: any good one for the host.</summary>
    public string? Fingerprint { get; init; }

    public TimeSpan Interval { get; init; } = DefaultInterval;

    /// <summary>IMAP: what is fetched. POP3 has INBOX only.</summary>
    public IReadOnlyList<string> Folders { get; init; } = ["INBOX"];

    /// <summary>How long a message stays there after it has been fetched; <c>null</c> for ever, zero not at all.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>Octets: a larger message stays where it is, and its owner is told once.</summary>
    public long SizeLimit { get; init; } = DefaultSizeLimit;

    /// <summary>How many messages are fetched in one visit; <c>null</c>: all.</summary>
    public int? BatchLimit { get; init; }

    /// <summary>Through spam filter and rules like mail that arrives today; otherwise straight into INBOX.</summary>
    public bool FilterAsNew { get; init; } = true;

    /// <summary>
    /// The field in which the provider says for whom a message came, of a mailbox that collects a whole domain: <c>Delivered-To</c>, <c>X-Original-To</c>
    /// or <c>Envelope-To</c>. <c>null</c>: everything is for the target.
    /// </summary>
    public string? Multidrop { get; init; }

    /// <summary>Why nothing is fetched now, in words; <c>null</c> when it is. Written by the operator, or when the server refuses the password.</summary>
    public string? Paused { get; init; }

    /// <summary>For whoever looks at it later.</summary>
    public string? Comment { get; init; }

    /// <summary>RFC 8314 §3.1 to §3.3, RFC 1939 §3, RFC 9051 §2.1.</summary>
    public int EffectivePort => Port ?? (Protocol, Tls) switch
    {
        (RemoteProtocol.Pop3, RemoteTls.Implicit) => 995,
        (RemoteProtocol.Pop3, _) => 110,
        (_, RemoteTls.Implicit) => 993,
        _ => 143,
    };

    /// <summary>For a row that was made by hand, without one: follows from its keys.</summary>
    public static string DeriveId(RemoteAccountKey key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())))[..32];

    public static bool IsId(string text) => text.Length is >= 8 and <= 40 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));

    /// <summary>Says where, and nothing of the secret.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key} ({User} at {Host}:{EffectivePort})");
}
