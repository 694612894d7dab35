using System.Buffers;
using Mail.Authentication;
using Mail.Core;

namespace Mail.Processing;

/// <summary>
/// A message for mailboxes here: with our fields about its sender before it, and without those that pretend to be ours (RFC 8601 §5). What other servers
/// found stays, for people to read; rules do not see it (<see cref="ScreenedMessage"/>). The message in the spool stays as it was received.
/// </summary>
internal static class ScreenedContent
{
    /// <summary>Up to here the message is copied, so that it can be read in many places at once; beyond, only its header is.</summary>
    private const int MaxInMemory = 1024 * 1024;

    /// <param name="message">Seekable; it and what is returned are read by turns. A header of more than <see cref="HeaderBlock.MaxHeader"/> stays as it is.</param>
    /// <param name="fields">Ours, CRLF-terminated; empty for none.</param>
    /// <param name="authservId">Our name in such fields.</param>
    /// <returns>At its start; <paramref name="message"/> itself when nothing is to be changed.</returns>
    public static Stream Open(Stream message, ReadOnlyMemory<byte> fields, string authservId)
    {
        var header = HeaderBlock.Read(message);
        message.Position = 0;
        IReadOnlyList<RawField> forged = header is null ? [] : AuthenticationResultsField.FindForged(header, authservId);
        if (fields.IsEmpty && forged.Count == 0)
        {
            return message;
        }

        var stream = forged.Count == 0 ? new PrefixedStream(fields, message, 0) : Without(forged, header!, fields, message);
        return stream.Length > MaxInMemory ? stream : Copy(stream);
    }

    private static PrefixedStream Without(IReadOnlyList<RawField> forged, HeaderBlock header, ReadOnlyMemory<byte> fields, Stream message)
    {
        var gone = forged.ToHashSet();
        var prefix = new ArrayBufferWriter<byte>();
        prefix.Write(fields.Span);
        foreach (var field in header.Fields.Where(field => !gone.Contains(field)))
        {
            prefix.Write(field.Octets.Span);
        }

        return new PrefixedStream(prefix.WrittenMemory, message, header.Fields.Sum(field => (long)field.Octets.Length));
    }

    private static MemoryStream Copy(PrefixedStream stream)
    {
        var copy = new byte[stream.Length];
        stream.ReadExactly(copy);
        return new MemoryStream(copy, 0, copy.Length, writable: false, publiclyVisible: true);
    }
}
