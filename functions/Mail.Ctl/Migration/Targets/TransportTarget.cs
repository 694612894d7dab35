using Mail.Core;

namespace Mail.Ctl;

internal sealed record TransportTarget(Core.Transport Transport) : MigrationTarget
{
    public override string What => Describe(Transport);

    public override MigrationFinding Compare(MigrationState state) =>
        !state.Transports.TryGetValue(Transport.Pattern, out var there) ? MigrationFinding.Free
        : (there.Kind, there.Host, there.Port, there.Text, there.Tls) == (Transport.Kind, Transport.Host, Transport.Port, Transport.Text, Transport.Tls)
            ? MigrationFinding.Same
        : MigrationFinding.Different(Describe(there));

    public override async ValueTask WriteAsync(MailStorage storage, MigrationState state, CancellationToken cancellationToken)
    {
        // Where the password is kept, and the limits, the file does not say.
        var transport = state.Transports.TryGetValue(Transport.Pattern, out var there) && there.Host == Transport.Host
            ? Transport with { Credentials = there.Credentials, Lifetime = there.Lifetime, Concurrency = there.Concurrency, Comment = there.Comment }
            : Transport;
        await storage.Transports.SetAsync(transport, cancellationToken);
        state.Transports[transport.Pattern] = transport;
    }

    private static string Describe(Core.Transport transport) => $"transport {transport.Pattern} → " + transport.Kind switch
    {
        TransportKind.Smarthost => $"{transport.Host}:{transport.Port ?? 587}, TLS {SettingText.Choice(transport.Tls)}",
        TransportKind.Discard => "discard",
        TransportKind.Error => $"error: {transport.Text}",
        _ => "direct",
    };
}
