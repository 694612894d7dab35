using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Mail.Core;

namespace Mail.Functions;

/// <summary>
/// What Outlook and others POST ([MS-OXDSCLI] §2.2.3, "plain old XML"): the user's address and the kind of answer that is understood. XML from strangers,
/// so: no DTD, no entities, nothing fetched, and no more than <see cref="MaxBody"/>.
/// </summary>
internal static class AutodiscoverRequest
{
    /// <summary>Bytes. Outlook's have about 400.</summary>
    public const int MaxBody = 16 * 1024;

    /// <summary>The only kind that we answer; others are for Exchange servers and for phones that speak ActiveSync.</summary>
    private const string ResponseSchema = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    private static readonly XmlReaderSettings Limits = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBody,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <param name="error">In words; repeats nothing of the body.</param>
    public static bool TryRead(byte[] body, [NotNullWhen(true)] out MailAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        if (!TryReadFields(body, out var user, out var schema))
        {
            error = "The body is no Autodiscover request.";
            return false;
        }

        error = (user, schema) switch
        {
            (null, _) => "The request has no EMailAddress.",
            (_, not (null or ResponseSchema)) => "This kind of answer is not offered here.",
            _ when !MailAddressParser.TryParse(user, out address, out _) => "EMailAddress is no mail address.",
            _ => null,
        };
        return error is null && address is not null;
    }

    /// <summary>The first of each, whatever its namespace prefix: programs differ in that.</summary>
    private static bool TryReadFields(byte[] body, out string? user, out string? schema)
    {
        user = schema = null;
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(body, writable: false), Limits);
            xml.MoveToContent();
            if (xml.LocalName != "Autodiscover")
            {
                return false;
            }

            xml.Read();
            while (!xml.EOF)
            {
                // Reading an element's text moves on to what follows it.
                switch (xml.NodeType == XmlNodeType.Element ? xml.LocalName : "")
                {
                    case "EMailAddress" when user is null:
                        user = xml.ReadElementContentAsString().Trim();
                        break;
                    case "AcceptableResponseSchema" when schema is null:
                        schema = xml.ReadElementContentAsString().Trim();
                        break;
                    default:
                        xml.Read();
                        break;
                }
            }

            return true;
        }
        catch (Exception e) when (e is XmlException or System.Text.DecoderFallbackException or ArgumentException)
        {
            // Not well-formed, a DTD, too large, or in an encoding that does not exist.
            return false;
        }
    }
}
