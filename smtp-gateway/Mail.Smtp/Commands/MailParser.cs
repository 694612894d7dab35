using System.Buffers.Text;
using System.Text;
using Mail.Core;

namespace Mail.Smtp;

/// <summary>Reads the argument of MAIL: RFC 5321 §4.1.1.2, with SIZE (1870), BODY (6152), SMTPUTF8 (6531), RET and ENVID (3461), AUTH (4954), REQUIRETLS (8689).</summary>
internal static class MailParser
{
    // RFC 3461 §4.4, octets as written.
    private const int MaxEnvId = 100;

    // RFC 4954 §3: what AUTH= adds to the longest line.
    private const int MaxAuth = 500;

    // RFC 1870 §4: size-value = 1*20DIGIT. One that is beyond a long is as good as the largest long.
    private const int MaxSizeDigits = 20;

    [Flags]
    private enum Seen
    {
        None = 0,
        Size = 1,
        Body = 2,
        SmtpUtf8 = 4,
        Ret = 8,
        EnvId = 16,
        Auth = 32,
        RequireTls = 64,
    }

    /// <param name="isSecure">TLS is active.</param>
    public static SmtpRejection Parse(ReadOnlySpan<byte> argument, bool isSecure, out SmtpTransaction? transaction)
    {
        transaction = null;
        if (!PathParser.TrySplit(argument, "FROM:"u8, out var path, out var parameters))
        {
            return SmtpRejection.MailSyntax;
        }

        if (path.Length > PathParser.MaxPath - 2)
        {
            return SmtpRejection.PathTooLong;
        }

        MailAddress? reversePath = null;
        if (!path.IsEmpty && !PathParser.TryReadAddress(path, out reversePath))
        {
            return SmtpRejection.SenderSyntax;
        }

        var rejection = ReadParameters(parameters, reversePath, isSecure, out var read);
        if (rejection == SmtpRejection.None && !read.SmtpUtf8 && !Ascii.IsValid(path))
        {
            // RFC 6531 §3.5.
            rejection = SmtpRejection.NeedsSmtpUtf8;
        }

        transaction = rejection == SmtpRejection.None ? read : null;
        return rejection;
    }

    private static SmtpRejection ReadParameters(ReadOnlySpan<byte> text, MailAddress? reversePath, bool isSecure, out SmtpTransaction read)
    {
        var seen = Seen.None;
        long? size = null;
        var body = BodyType.SevenBit;
        DsnReturn? ret = null;
        string? envId = null;
        var rejection = SmtpRejection.None;
        var reader = new ParameterReader(text);
        while (rejection == SmtpRejection.None && reader.MoveNext())
        {
            var one = Identify(reader.Keyword);
            rejection = one switch
            {
                Seen.None => SmtpRejection.ParameterUnknown,
                // RFC 8689 §2: offered, and to be had, under TLS only.
                Seen.RequireTls when !isSecure => SmtpRejection.ParameterUnknown,
                _ when (seen & one) != 0 => SmtpRejection.ParameterTwice,
                Seen.Size => ReadSize(reader.Value, out size),
                Seen.Body => ReadBody(reader.Value, out body),
                Seen.Ret => ReadRet(reader.Value, out ret),
                Seen.EnvId => ReadEnvId(reader.Value, out envId),
                Seen.Auth => CheckAuth(reader.Value),
                _ => reader.HasValue ? SmtpRejection.ParameterSyntax : SmtpRejection.None,
            };
            seen |= one;
        }

        read = new SmtpTransaction
        {
            ReversePath = reversePath,
            DeclaredSize = size,
            Body = body,
            SmtpUtf8 = (seen & Seen.SmtpUtf8) != 0,
            RequireTls = (seen & Seen.RequireTls) != 0,
            Ret = ret,
            EnvId = envId,
        };
        return rejection;
    }

    private static Seen Identify(ReadOnlySpan<byte> keyword) => keyword.Length switch
    {
        4 when Ascii.EqualsIgnoreCase(keyword, "SIZE"u8) => Seen.Size,
        4 when Ascii.EqualsIgnoreCase(keyword, "BODY"u8) => Seen.Body,
        8 when Ascii.EqualsIgnoreCase(keyword, "SMTPUTF8"u8) => Seen.SmtpUtf8,
        10 when Ascii.EqualsIgnoreCase(keyword, "REQUIRETLS"u8) => Seen.RequireTls,
        3 when Ascii.EqualsIgnoreCase(keyword, "RET"u8) => Seen.Ret,
        4 when Ascii.EqualsIgnoreCase(keyword, "AUTH"u8) => Seen.Auth,
        5 when Ascii.EqualsIgnoreCase(keyword, "ENVID"u8) => Seen.EnvId,
        _ => Seen.None,
    };

    private static SmtpRejection ReadSize(ReadOnlySpan<byte> value, out long? size)
    {
        size = null;
        if (value.Length is 0 or > MaxSizeDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return SmtpRejection.ParameterSyntax;
        }

        size = Utf8Parser.TryParse(value, out long number, out _) ? number : long.MaxValue;
        return SmtpRejection.None;
    }

    private static SmtpRejection ReadBody(ReadOnlySpan<byte> value, out BodyType body)
    {
        body = Ascii.EqualsIgnoreCase(value, "8BITMIME"u8) ? BodyType.EightBitMime : BodyType.SevenBit;
        if (body == BodyType.EightBitMime || Ascii.EqualsIgnoreCase(value, "7BIT"u8))
        {
            return SmtpRejection.None;
        }

        // RFC 3030 §3: BINARYMIME is only for servers that announce it.
        return Ascii.EqualsIgnoreCase(value, "BINARYMIME"u8) ? SmtpRejection.ParameterNotImplemented : SmtpRejection.ParameterSyntax;
    }

    private static SmtpRejection ReadRet(ReadOnlySpan<byte> value, out DsnReturn? ret)
    {
        ret = null;
        if (Ascii.EqualsIgnoreCase(value, "FULL"u8))
        {
            ret = DsnReturn.Full;
        }
        else if (Ascii.EqualsIgnoreCase(value, "HDRS"u8))
        {
            ret = DsnReturn.Headers;
        }

        return ret is null ? SmtpRejection.ParameterSyntax : SmtpRejection.None;
    }

    // RFC 4954 §5: who submitted the message, as the client says. We trust nobody to say it, so it is as if it were <>, which goes nowhere.
    private static SmtpRejection CheckAuth(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("<>"u8) || (value.Length <= MaxAuth && Xtext.TryDecode(value, out _)) ? SmtpRejection.None : SmtpRejection.ParameterSyntax;

    private static SmtpRejection ReadEnvId(ReadOnlySpan<byte> value, out string? envId)
    {
        envId = null;
        return value.Length <= MaxEnvId && Xtext.TryDecode(value, out envId) ? SmtpRejection.None : SmtpRejection.ParameterSyntax;
    }
}
