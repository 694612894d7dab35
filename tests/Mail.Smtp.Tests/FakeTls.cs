using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Mail.Smtp.Tests;

/// <summary>TLS for dialogs: the handshake is the line <c>hello</c>, and what follows is as readable as before.</summary>
internal sealed class FakeTls(bool isAvailable = true) : ISmtpTls
{
    public bool IsAvailable => isAvailable;

    public async ValueTask<SmtpTlsResult> SecureAsync(IDuplexPipe plain, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await plain.Input.ReadAsync(cancellationToken);
            var reader = new SequenceReader<byte>(result.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
            {
                var text = Encoding.ASCII.GetString(line);
                plain.Input.AdvanceTo(reader.Position);
                return text switch
                {
                    "hello" => new SmtpTlsResult.Secured(plain, new SmtpTlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384")),
                    "bug" => throw new InvalidOperationException("This is a bug, as the test wants it."),
                    _ => new SmtpTlsResult.Failed("that was no hello"),
                };
            }

            plain.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                return new SmtpTlsResult.Failed("the client has left");
            }
        }
    }
}
