using System.Buffers;
using System.IO.Pipelines;
using Mail.Smtp;

namespace Mail.Fuzz.Session;

/// <summary>TLS without cryptography: behind the handshake is another input, and the same output.</summary>
internal sealed class SplitTls(byte[] secured, Func<int> nextPiece, ArrayBufferWriter<byte> output) : ISmtpTls
{
    public static SmtpTlsFacts Facts { get; } = new("TLSv1.3", "TLS_AES_256_GCM_SHA384");

    public bool IsAvailable => true;

    public MemoryTransport? Transport { get; private set; }

    public ValueTask<SmtpTlsResult> SecureAsync(IDuplexPipe plain, CancellationToken cancellationToken)
    {
        BrokenPromiseException.Unless(Transport is null, "a connection is secured once");
        Transport = new MemoryTransport(secured, nextPiece, output);
        return new(new SmtpTlsResult.Secured(Transport, Facts));
    }
}
