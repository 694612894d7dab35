using System.Net;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>The settings of the process. <see cref="GatewaySettings"/> reads them from the command line and the environment.</summary>
public sealed record GatewayOptions
{
    /// <summary>A connection string, or an account URL for Entra identity.</summary>
    public string Storage { get; init; } = "UseDevelopmentStorage=true";

    /// <summary>Our name in the greeting and in <c>Received:</c>; A-labels.</summary>
    public required string HostName { get; init; }

    /// <summary>Loopback unless told otherwise: nothing listens to the world by accident.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes any free port.</summary>
    public int SmtpPort { get; init; } = 2525;

    /// <summary>For mail clients, with STARTTLS and AUTH (RFC 6409). 0 takes any free port.</summary>
    public int SubmissionPort { get; init; } = 2587;

    /// <summary>For mail clients, TLS from the first octet (RFC 8314 §3.3). 0 takes any free port.</summary>
    public int SubmissionsPort { get; init; } = 2465;

    /// <summary>
    /// PEM or PKCS#12 files, or <c>keyvault:URL</c>, separated by commas; <c>null</c> for no TLS. Clients choose by name (SNI), the first is for
    /// those that name none.
    /// </summary>
    public string? TlsCertificate { get; init; }

    /// <summary>PEM files of the keys, in the order of <see cref="TlsCertificate"/>; <c>null</c> when each is in the file of its certificate.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Of PKCS#12 files and encrypted keys; <c>null</c> for none.</summary>
    public Secret? TlsPassword { get; init; }

    public bool HasTls => !string.IsNullOrWhiteSpace(TlsCertificate);

    /// <summary>Clients on this machine may send their password over a plain connection.</summary>
    public bool AuthWithoutTlsOnLoopback { get; init; }

    /// <summary>0 takes any free port.</summary>
    public int HealthPort { get; init; } = 2580;

    /// <summary>Apart from <see cref="Listen"/>: health tells names of files and vaults, which are nobody's business who only sends mail.</summary>
    public IPAddress HealthListen { get; init; } = IPAddress.Loopback;

    /// <summary>Octets of content. Postfix's default is 10 MiB; 50 MiB is what the large mailbox providers take, roughly.</summary>
    public long MessageSizeLimit { get; init; } = 50 * 1024 * 1024;

    /// <summary>For the in-doubt journal, this process's own; <c>null</c> for none.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Who gets the mail for this host's postmaster; <c>null</c> for postmaster@ our host name, if that is somebody.</summary>
    public MailAddress? Postmaster { get; init; }

    /// <summary>A session costs some 130 KiB of buffers while it moves data, next to nothing while it is idle.</summary>
    public int MaxSessions { get; init; } = 1000;

    /// <summary>Postfix's <c>smtpd_client_connection_count_limit</c>.</summary>
    public int MaxSessionsPerAddress { get; init; } = 50;

    /// <summary>How long messages that are arriving may take to finish after a signal to stop. Azure Container Apps kills after 30 s by default.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The operator's own machines (Postfix's <c>mynetworks</c>, without relaying): no questions to the DNS about them, no greylisting, no limits
    /// for strangers.
    /// </summary>
    public NetworkList TrustedNetworks { get; init; } = NetworkList.Loopback;

    /// <summary>Who may send mail to other domains without AUTH. Nobody unless told otherwise.</summary>
    public NetworkList RelayNetworks { get; init; } = NetworkList.None;

    /// <summary>The proxies that begin each connection with a PROXY header. Nobody unless told otherwise.</summary>
    public NetworkList ProxyNetworks { get; init; } = NetworkList.None;

    /// <summary>
    /// Edges that connect in place of the clients and do not say for whom, such as the ingress of Azure Container Apps: who comes from there
    /// is unknown. Nobody unless told otherwise.
    /// </summary>
    public NetworkList HiddenNetworks { get; init; } = NetworkList.None;

    /// <summary>Who may say with XCLIENT that it is somebody else. Nobody unless told otherwise.</summary>
    public NetworkList XClientNetworks { get; init; } = NetworkList.None;

    /// <summary>The resolvers to ask; empty for those of the system.</summary>
    public IReadOnlyList<IPEndPoint> DnsServers { get; init; } = [];

    /// <summary>
    /// The same for all gateways: what SCRAM tells about names that nobody has is made from it. <c>null</c> to take the storage account's key instead.
    /// </summary>
    public Secret? AuthSecret { get; init; }

    /// <summary>As MAIL_SRS_SECRET has it: secrets, or the URL of a vault's secret; <c>null</c> when it is not set.</summary>
    public Secret? SrsSecret { get; init; }

    /// <summary>The file that holds it instead.</summary>
    public string? SrsSecretFile { get; init; }

    /// <summary>What either says, once it is read: by it bounces of forwarded mail are known. <c>null</c>: an SRS address is like any other.</summary>
    public SrsSecrets? Srs { get; init; }

    /// <summary>
    /// Offer SCRAM-SHA-256-PLUS, bound by <c>tls-server-end-point</c>. Off unless told otherwise: a client that prefers it and knows only the other
    /// bindings (msmtp, mutt) could not log in.
    /// </summary>
    public bool ScramPlus { get; init; }

    /// <summary>The issuer of access tokens, as their <c>iss</c> has it: https, or http on this machine; <c>null</c> when tokens are not taken.</summary>
    public string? OAuthIssuer { get; init; }

    /// <summary>The <c>aud</c> of tokens that are meant for us; there is one when there is an issuer.</summary>
    public string? OAuthAudience { get; init; }

    /// <summary>A scope that tokens have to have (<c>scp</c> or <c>scope</c>); <c>null</c> for any.</summary>
    public string? OAuthScope { get; init; }

    /// <summary>The claim with the mailbox address; <c>null</c> for the first there is of preferred_username, email (when the issuer has verified it) and upn.</summary>
    public string? OAuthClaim { get; init; }

    /// <summary>One JSON object per log line in place of a line for people.</summary>
    public bool JsonLog { get; init; }
}
