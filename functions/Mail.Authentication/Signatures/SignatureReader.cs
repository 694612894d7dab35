using System.Globalization;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>Reads the tags of a signature. The first that is missing or means nothing ends it.</summary>
internal sealed class SignatureReader(TagList tags)
{
    /// <summary>Why nothing was read; <c>null</c> while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>A DKIM-Signature, or an ARC-Message-Signature, which is one without a version (RFC 8617 §4.1.2).</summary>
    public SignatureTags? ReadMessageSignature()
    {
        var signature = ReadCommon();
        var bodyHash = Base64("bh");
        var (header, body) = Forms();
        var limit = Number("l", digits: 76);
        var names = Required("h").Split(':').Select(name => name.Trim(' ', '\t', '\r', '\n')).Where(name => name.Length > 0).ToList();
        var expiresAt = Number("x", digits: 12);
        // RFC 6376 §3.5 q=: how the key is got; there is one way.
        Check(tags["q"] is not { } query || query.Split(':').Any(way => way.Trim(' ', '\t', '\r', '\n') == "dns/txt"), "q= names no known way to the key");
        Check(expiresAt is null || signature.SignedAt is null || expiresAt > signature.SignedAt, "x= is not after t=");
        return Problem is not null ? null : signature with
        {
            BodyHash = bodyHash,
            HeaderForm = header,
            Body = new BodyPart(body, limit),
            Names = names,
            ExpiresAt = expiresAt,
        };
    }

    /// <summary>RFC 8617 §4.1.3.</summary>
    public SignatureTags? ReadSeal()
    {
        var signature = ReadCommon();
        Check(tags["h"] is null, "a seal has no h=");
        return Problem is null ? signature : null;
    }

    private SignatureTags ReadCommon() => new()
    {
        Algorithm = Required("a"),
        Domain = Domain(),
        Selector = Name("s"),
        Signature = Base64("b"),
        SignedAt = Number("t", digits: 12),
    };

    private void Check(bool isGood, string problem) => Problem ??= isGood ? null : problem;

    private string Required(string name)
    {
        Check(tags[name] is not null, $"{name}= is missing");
        return tags[name] ?? "";
    }

    private byte[] Base64(string name)
    {
        var text = Required(name);
        var octets = new byte[text.Length];
        // White space in it does not count: RFC 6376 §3.5 b=, bh=.
        var isGood = Convert.TryFromBase64String(text, octets, out var written) && written > 0;
        Check(isGood, $"{name}= is no base64");
        return octets[..written];
    }

    private string Domain()
    {
        var text = Required("d");
        // RFC 8616 §5: U-labels mean their A-labels.
        return text.All(char.IsAscii) || !MailAddressParser.TryParseDomain(text, out var domain, out _) ? Name("d").ToLowerInvariant() : domain;
    }

    private string Name(string tag)
    {
        var text = Required(tag);
        Check(
            new DnsQuestion(text, DnsType.Txt).IsWellFormed && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'),
            $"{tag}= is no name");
        return text;
    }

    /// <summary><c>null</c> when not given. One that is too large for us is the largest.</summary>
    private long? Number(string name, int digits)
    {
        if (tags[name] is not { } text)
        {
            return null;
        }

        Check(text.Length > 0 && text.Length <= digits && text.All(char.IsAsciiDigit), $"{name}= is no number");
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
    }

    /// <summary>RFC 6376 §3.5 c=: simple unless it says otherwise, for the header and for the body.</summary>
    private (Canonicalization Header, Canonicalization Body) Forms()
    {
        var parts = (tags["c"] ?? "simple").Split('/');
        Check(parts.Length <= 2 && parts.All(part => part is "simple" or "relaxed"), "c= names an unknown form");
        return (Form(parts[0]), parts.Length > 1 ? Form(parts[1]) : Canonicalization.Simple);
    }

    private static Canonicalization Form(string name) => name == "relaxed" ? Canonicalization.Relaxed : Canonicalization.Simple;
}
