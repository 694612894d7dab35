using System.Net;
using Mail.Core;

namespace Mail.Ctl;

/// <summary>What a domain's DNS records depend on.</summary>
internal sealed record DnsPlan
{
    public required DomainEntry Domain { get; init; }

    public required AnnouncedServices Services { get; init; }

    /// <summary>The host that serves the functions by https.</summary>
    public required string Web { get; init; }

    /// <summary>Of the mail server; may be empty.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>From where mail is sent, when it is not the mail server.</summary>
    public IReadOnlyList<IPAddress> Senders { get; init; } = [];

    /// <summary>Domains whose SPF records name others that send for the domain, such as a relay's.</summary>
    public IReadOnlyList<string> Includes { get; init; } = [];

    /// <summary>Relays that table <c>Transports</c> sends the domain's mail through.</summary>
    public IReadOnlyList<string> Smarthosts { get; init; } = [];

    /// <summary>Who gets others' reports on TLS; <c>null</c> for the domain's postmaster, who is always there (RFC 5321 §4.5.1).</summary>
    public MailAddress? Reports { get; init; }

    /// <summary>Who gets reports on DMARC; <c>null</c> as for <see cref="Reports"/>.</summary>
    public MailAddress? DmarcReports { get; init; }

    public required MtaStsMode MtaSts { get; init; }

    public IReadOnlyList<DkimKey> Keys { get; init; } = [];

    /// <summary>Where others fetch <see cref="Policy"/>.</summary>
    public Uri PolicyUrl => new($"https://{AnnouncedMtaSts.HostPrefix}{Domain.Name}{AnnouncedMtaSts.Path}");

    public AnnouncedMtaSts Policy => new(MtaSts, Services.Host);
}
