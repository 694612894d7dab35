using Mail.Core;

namespace Mail.Testing;

/// <summary>Transports by the recipients' address or domain, and the default for the others.</summary>
public sealed class FixedTransports : ITransports
{
    public Dictionary<string, Transport> ByDomain { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Transport> ByAddress { get; } = new(StringComparer.Ordinal);

    public ValueTask<Transport> FindAsync(MailAddress recipient, MailAddress? sender, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ByAddress.GetValueOrDefault(recipient.ToString()) ?? ByDomain.GetValueOrDefault(recipient.Domain, Transport.Default));
}
