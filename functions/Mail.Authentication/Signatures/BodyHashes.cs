using Mail.Core;

namespace Mail.Authentication;

/// <summary>All hashes of a body that its signatures need, in one pass over it.</summary>
internal sealed class BodyHashes
{
    /// <summary>Different parts and forms. A message has one or two; each costs as much as reading the body.</summary>
    public const int MaxKinds = 6;

    private readonly Dictionary<BodyPart, (byte[] Hash, long Length)> _hashes = [];

    private BodyHashes()
    {
    }

    /// <param name="content">Read from <paramref name="bodyAt"/> to its end.</param>
    /// <param name="wanted">Those behind the first <see cref="MaxKinds"/> are left out.</param>
    public static async ValueTask<BodyHashes> ReadAsync(Stream content, long bodyAt, IEnumerable<BodyPart> wanted, CancellationToken cancellationToken)
    {
        var parts = wanted.Distinct().Take(MaxKinds).ToDictionary(part => part, part => new BodyHash(part.Form, part.Limit));
        try
        {
            content.Position = bodyAt;
            var buffer = new byte[64 * 1024];
            while (parts.Count > 0 && await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                foreach (var hash in parts.Values)
                {
                    hash.Append(buffer.AsSpan(0, read));
                }
            }

            var hashes = new BodyHashes();
            foreach (var (part, hash) in parts)
            {
                hashes._hashes[part] = (hash.Finish(), hash.Length);
            }

            return hashes;
        }
        finally
        {
            foreach (var hash in parts.Values)
            {
                hash.Dispose();
            }
        }
    }

    /// <summary>What the body says about a signature; <c>null</c> when it is as it was signed.</summary>
    public SignatureCheck? Compare(SignatureTags signature)
    {
        if (!_hashes.TryGetValue(signature.Body, out var found))
        {
            return new SignatureCheck(AuthenticationResult.Policy, "the message's signatures cover too many different parts of the body");
        }

        // RFC 6376 §3.5 l=: it must not be larger than the body.
        return found.Length < signature.Body.Limit ? new SignatureCheck(AuthenticationResult.Fail, "the body is shorter than what was signed")
            : found.Hash.AsSpan().SequenceEqual(signature.BodyHash) ? null
            : new SignatureCheck(AuthenticationResult.Fail, "the body has changed");
    }

    /// <summary>Octets follow that the signature does not cover: RFC 6376 §8.2.</summary>
    public bool LeavesRest(SignatureTags signature) => _hashes.TryGetValue(signature.Body, out var found) && found.Length > signature.Body.Limit;
}
