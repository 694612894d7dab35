using System.Security.Cryptography;
using Mail.Core;

namespace Mail.Authentication;

/// <summary>The hashes of what signatures cover of a header: RFC 6376 §3.7, RFC 8617 §5.1.1.</summary>
internal sealed class SignedHeader(HeaderBlock header)
{
    private readonly ILookup<string, RawField> _fields = header.Fields.Reverse().ToLookup(field => field.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Of the fields that a message signature covers, and of its own.</summary>
    public byte[] Hash(SignatureTags signature, RawField field)
    {
        var used = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        // RFC 6376 §5.4: never the field itself, which was not there when it was made.
        var others = _fields[field.Name].Where(other => !ReferenceEquals(other, field)).ToList();
        var covered = new List<RawField>();
        foreach (var name in signature.Names)
        {
            // RFC 6376 §5.4.2: of one name from the bottom up; one too many is the null string.
            var at = used.GetValueOrDefault(name);
            used[name] = at + 1;
            var candidates = name.Equals(field.Name, StringComparison.OrdinalIgnoreCase) ? others : _fields[name];
            if (candidates.ElementAtOrDefault(at) is { } found)
            {
                covered.Add(found);
            }
        }

        return Hash(signature.HeaderForm, covered, field);
    }

    /// <param name="covered">In the order in which they are hashed.</param>
    /// <param name="signature">The field of the signature itself, hashed last.</param>
    public static byte[] Hash(Canonicalization form, IEnumerable<RawField> covered, RawField signature)
    {
        var data = new MemoryStream();
        foreach (var field in covered)
        {
            Write(data, form, field);
        }

        Write(data, form, WithoutSignature(signature));
        // RFC 6376 §3.7: the last has no CRLF.
        return SHA256.HashData(data.GetBuffer().AsSpan(0, (int)data.Length - 2));
    }

    private static void Write(MemoryStream data, Canonicalization form, RawField field)
    {
        if (form == Canonicalization.Relaxed)
        {
            RelaxedHeader.Write(data, field);
            return;
        }

        data.Write(field.Octets.Span);
        if (!field.Octets.Span.EndsWith("\r\n"u8))
        {
            data.Write("\r\n"u8);
        }
    }

    /// <summary>RFC 6376 §3.5 b=: without its value and the white space around it.</summary>
    private static RawField WithoutSignature(RawField field)
    {
        var octets = field.Octets.Span;
        var end = octets.EndsWith("\r\n"u8) ? octets.Length - 2 : octets.Length;
        for (var at = octets.IndexOf((byte)':') + 1; at < end;)
        {
            var length = octets[at..end].IndexOf((byte)';');
            var tagEnd = length < 0 ? end : at + length;
            var equals = octets[at..tagEnd].IndexOf((byte)'=');
            if (equals >= 0 && octets[at..(at + equals)].Trim(" \t\r\n"u8) is [(byte)'b'])
            {
                return field with { Octets = (byte[])[.. octets[..(at + equals + 1)], .. octets[tagEnd..]] };
            }

            at = tagEnd + 1;
        }

        return field;
    }
}
