using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mail.Smtp;

/// <summary>
/// SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677): both sides prove that they know the password, and it does not cross the network. A
/// user with several passwords proves one of them.
/// </summary>
/// <param name="mechanism">One of the two.</param>
/// <param name="bindings">
/// What this connection has, so what we offer -PLUS for: a client that says <c>y</c> although we do has been told otherwise by somebody in between.
/// </param>
/// <param name="serverNonce">Printable ASCII without commas, for this exchange alone.</param>
internal sealed class ScramExchange(
    string mechanism, ISaslAccounts accounts, IReadOnlyList<ChannelBinding> bindings, string serverNonce) : ISaslExchange
{
    /// <summary>Octets of a SHA-256.</summary>
    public const int KeySize = SHA256.HashSizeInBytes;

    private ScramClientFirst? _first;
    private ScramLookup? _lookup;
    private string _serverFirst = "";
    private string _nonce = "";
    private SaslVerdict? _verdict;

    public ValueTask<SaslStep> NextAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        if (_verdict is not null)
        {
            // RFC 4954 §4: 235 carries no data, so our signature went as a challenge, and this is the empty answer to it.
            return new(response is { IsEmpty: true } ? SaslText.Step(_verdict, mechanism) : new SaslStep.Failure(SaslReplies.Malformed));
        }

        if (response is not { } message)
        {
            return new(new SaslStep.Challenge(ReadOnlyMemory<byte>.Empty));
        }

        return _first is null ? FirstAsync(message, cancellationToken) : FinalAsync(message, cancellationToken);
    }

    public void Dispose()
    {
        // Nonces and signatures are no secrets, and the password was never here.
    }

    private async ValueTask<SaslStep> FirstAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (!ScramClientFirst.TryParse(message.Span, out var first))
        {
            return new SaslStep.Failure(SaslReplies.Malformed);
        }

        // Also refused: acting for somebody else.
        if (!IsBindingRight(first.Gs2.Binding) || (first.Gs2.Authorization is { } authorization && authorization != first.User))
        {
            return new SaslStep.Failure(SaslReplies.Invalid);
        }

        _lookup = await accounts.FindScramAsync(first.User, cancellationToken);
        if (_lookup.Refusal is { } refusal)
        {
            return new SaslStep.Failure(refusal);
        }

        _first = first;
        _nonce = first.Nonce + serverNonce;
        _serverFirst = string.Create(
            CultureInfo.InvariantCulture, $"r={_nonce},s={Convert.ToBase64String(_lookup.Salt.Span)},i={_lookup.Iterations}");
        return new SaslStep.Challenge(Encoding.ASCII.GetBytes(_serverFirst));
    }

    private async ValueTask<SaslStep> FinalAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (!ScramClientFinal.TryParse(message.Span, out var final))
        {
            return new SaslStep.Failure(SaslReplies.Malformed);
        }

        var signed = Encoding.UTF8.GetBytes($"{_first!.Bare},{_serverFirst},{final.Unsigned}");
        var matched = final.Nonce == _nonce && CryptographicOperations.FixedTimeEquals(final.Binding, ExpectedBinding())
            ? Match(_lookup!.Keys, signed, final.Proof)
            : null;
        var verdict = await accounts.ConcludeScramAsync(_first.User, matched, cancellationToken);
        if (matched is null || verdict is not SaslVerdict.Accepted)
        {
            return verdict is SaslVerdict.Refused ? SaslText.Step(verdict, mechanism) : new SaslStep.Failure(SaslReplies.Invalid);
        }

        _verdict = verdict;
        var signature = HMACSHA256.HashData(matched.ServerKey.Span, signed);
        return new SaslStep.Challenge(Encoding.ASCII.GetBytes("v=" + Convert.ToBase64String(signature)));
    }

    // RFC 5802 §6: "p" belongs to -PLUS and nothing else does; "y" is right only where we have no binding to offer.
    private bool IsBindingRight(string binding) => binding switch
    {
        "n" => mechanism == SaslMechanisms.ScramSha256,
        "y" => mechanism == SaslMechanisms.ScramSha256 && bindings.Count == 0,
        _ => mechanism == SaslMechanisms.ScramSha256Plus && bindings.Any(known => known.Name == binding),
    };

    private byte[] ExpectedBinding()
    {
        var data = bindings.FirstOrDefault(known => known.Name == _first!.Gs2.Binding)?.Data ?? ReadOnlyMemory<byte>.Empty;
        return [.. _first!.Header, .. data.Span];
    }

    // All keys are tried, so that the time does not tell which one fits.
    private static ScramKeys? Match(IReadOnlyList<ScramKeys> keys, byte[] signed, byte[] proof)
    {
        ScramKeys? matched = null;
        foreach (var keyPair in keys)
        {
            // RFC 5802 §3: ClientSignature = HMAC(StoredKey, AuthMessage); ClientKey = ClientProof XOR ClientSignature; StoredKey = H(ClientKey).
            var key = HMACSHA256.HashData(keyPair.StoredKey.Span, signed);
            for (var i = 0; i < KeySize; i++)
            {
                key[i] ^= proof[i];
            }

            matched = CryptographicOperations.FixedTimeEquals(SHA256.HashData(key), keyPair.StoredKey.Span) ? keyPair : matched;
        }

        return matched;
    }
}
