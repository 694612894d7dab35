using Mail.Testing.Smtp;

namespace Mail.Gateway.Tests;

/// <summary>A dialog's other end: a gateway.</summary>
internal sealed class GatewayConnection(SmtpDialog client) : ISmtpDialogServer, IDisposable
{
    public async ValueTask SendAsync(ReadOnlyMemory<byte> octets) => await client.Stream.WriteAsync(octets);

    public async ValueTask<string?> ReadLineAsync() => await client.ReadLineAsync();

    public ValueTask CloseAsync() => client.EndAsync();

    /// <param name="what"><c>tls</c>: the handshake.</param>
    public async ValueTask HappenAsync(string what)
    {
        Assert.Equal("tls", what);
        await client.SecureAsync();
    }

    public void Dispose() => client.Dispose();
}
