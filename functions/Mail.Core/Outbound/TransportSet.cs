namespace Mail.Core;

/// <summary>All rows, to be asked.</summary>
public sealed class TransportSet(IEnumerable<Transport> transports)
{
    /// <summary>More rows than that are left out.</summary>
    public const int MaxRows = 50_000;

    private readonly Dictionary<string, Transport> _byPattern = transports
        .Where(transport => transport.Enabled)
        .Take(MaxRows)
        .DistinctBy(transport => transport.Pattern)
        .ToDictionary(transport => transport.Pattern, StringComparer.Ordinal);

    /// <summary>What holds for the recipient, else for the sender, else for everybody.</summary>
    public Transport Find(MailAddress recipient, MailAddress? sender)
    {
        foreach (var pattern in TransportPattern.For(recipient).Concat(TransportPattern.ForSender(sender)).Append(TransportPattern.Everybody))
        {
            if (_byPattern.TryGetValue(pattern, out var transport))
            {
                return transport;
            }
        }

        return Transport.Default;
    }
}
