using System.Text;
using System.Xml;

namespace Mail.Functions;

/// <summary>Writes the documents. Only ever through an <see cref="XmlWriter"/>, which escapes what came from outside.</summary>
internal static class XmlAnswer
{
    private static readonly XmlWriterSettings Format = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    public static byte[] Write(Action<XmlWriter> document)
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, Format))
        {
            document(writer);
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    public static IResult From(byte[] document, string contentType) => Results.Bytes(document, contentType);
}
