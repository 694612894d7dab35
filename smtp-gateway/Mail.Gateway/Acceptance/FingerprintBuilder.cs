using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Mail.Core;

namespace Mail.Gateway;

/// <summary>
/// Computes the fingerprint of a message while it arrives, over what a client repeats when it sends the message again: reverse-path,
/// recipients in order, ENVID and the content as received, without our <c>Received:</c> field.
/// </summary>
/// <remarks>
/// BODY, SIZE, SMTPUTF8 and the greeting are left out: a client that falls back from EHLO to HELO for its second attempt still sends the same
/// message. ENVID is in, because a sender gives each message its own (RFC 3461 §5.4): it tells two messages of equal content apart.
/// </remarks>
internal sealed class FingerprintBuilder : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public FingerprintBuilder(MailAddress? reversePath, string? envId, IEnumerable<MailAddress> recipients)
    {
        AppendText(reversePath?.ToString() ?? "");
        AppendText(envId ?? "");
        foreach (var recipient in recipients)
        {
            AppendText(recipient.ToString());
        }

        AppendText("");
    }

    public void Append(in ReadOnlySequence<byte> content)
    {
        foreach (var segment in content)
        {
            _hash.AppendData(segment.Span);
        }
    }

    public Fingerprint Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(hash);
        return Fingerprint.FromHash(hash);
    }

    public void Dispose() => _hash.Dispose();

    // No part can hold a NUL (RFC 5321 §4.1.2, RFC 3461 §4.4 allow none), so parts cannot run into each other.
    private void AppendText(string text) => _hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
}
