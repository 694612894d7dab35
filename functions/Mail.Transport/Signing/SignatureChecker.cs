using Mail.Core;
using MimeKit;
using MimeKit.Cryptography;

namespace Mail.Transport;

/// <summary>Verifies the signatures that forwarded mail came with, by MimeKit.</summary>
internal sealed class SignatureChecker(IDnsResolver dns)
{
    /// <summary>Each costs a lookup and a hash of the body. Real mail has one to three; OpenDKIM looks at three by default.</summary>
    public const int MaxSignatures = 5;

    // Fields of a message. Real mail has 30 to 80; for each name that a signature covers all of them are looked through.
    private const int MaxFields = 1000;

    // Octets of a signature. Real ones have at most 2 KiB, of which most is the list of covered names.
    private const int MaxSignature = 8 * 1024;

    // The body is only hashed: taken apart, a message of nothing but boundaries needs 200 times its size in memory.
    private static readonly ParserOptions Whole = new() { MaxMimeDepth = 0 };

    /// <returns><c>null</c> when a key could not be looked up now, or the check would take too long, so that nothing can be said about the chain.</returns>
    public async ValueTask<AuthenticationFindings?> CheckAsync(
        HeaderBlock header, ArcChain chain, Stream content, CancellationToken cancellationToken)
    {
        var signatures = header.Named("DKIM-Signature").Take(MaxSignatures).Count();
        if (signatures == 0 && chain is { Sets.Count: 0 })
        {
            return new AuthenticationFindings("dkim=none;\r\n\tarc=none", "none");
        }

        if (header.Fields.Count > MaxFields || header.Fields.Any(field => field.Octets.Length > MaxSignature && IsSignature(field.Name)))
        {
            return null;
        }

        content.Position = 0;
        // The content stays where it is: a large message is not read into memory.
        var message = await MimeMessage.LoadAsync(Whole, content, persistent: true, cancellationToken);
        var locator = new DkimKeyLocator(dns);
        var results = await DkimAsync(message, locator, cancellationToken);
        var arc = chain switch
        {
            { Sets.Count: 0 } => "none",
            _ => await ArcAsync(message, locator, cancellationToken),
        };
        return locator.HasFailed ? null : new AuthenticationFindings($"{string.Join(";\r\n\t", results)};\r\n\tarc={arc}", arc);
    }

    private static bool IsSignature(string name) =>
        name.Equals("DKIM-Signature", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ARC-", StringComparison.OrdinalIgnoreCase);

    private static async ValueTask<IReadOnlyList<string>> DkimAsync(MimeMessage message, DkimKeyLocator locator, CancellationToken cancellationToken)
    {
        var verifier = new DkimVerifier(locator) { MinimumRsaKeyLength = 1024 };
        var results = new List<string>();
        foreach (var signature in message.Headers.Where(field => field.Id == HeaderId.DkimSignature).Take(MaxSignatures))
        {
            var isGood = await IsGoodAsync(() => verifier.VerifyAsync(message, signature, cancellationToken));
            results.Add($"dkim={(isGood ? "pass" : "fail")}{Domain(signature.Value)}");
        }

        return results.Count == 0 ? ["dkim=none"] : results;
    }

    private static async ValueTask<string> ArcAsync(MimeMessage message, DkimKeyLocator locator, CancellationToken cancellationToken) =>
        await IsGoodAsync(async () =>
            (await new ArcVerifier(locator) { MinimumRsaKeyLength = 1024 }.VerifyAsync(message, cancellationToken)).Chain == ArcSignatureValidationResult.Pass)
            ? "pass"
            : "fail";

    private static async ValueTask<bool> IsGoodAsync(Func<Task<bool>> verify)
    {
        try
        {
            return await verify();
        }
        catch (Exception e) when (e is FormatException or ParseException or ArgumentException or InvalidOperationException)
        {
            // A signature that cannot be read, or whose key cannot: it does not verify.
            return false;
        }
    }

    /// <summary>Only what is a domain: the rest of a strange signature does not get into a field of ours.</summary>
    private static string Domain(string signature)
    {
        var tag = signature.Split(';').Select(tag => tag.Trim()).FirstOrDefault(tag => tag.StartsWith("d=", StringComparison.Ordinal));
        return tag is not null && MailAddressParser.TryParseDomain(tag[2..].Trim(), out var domain, out _) ? $" header.d={domain}" : "";
    }
}
