namespace Mail.Core;

/// <summary>Writes notices as messages.</summary>
public interface INoticeWriter
{
    /// <summary>
    /// The whole message, CRLF-terminated, without a Received field. It has octets above 127 when the original it returns has (<see cref="BodyType.EightBitMime"/>).
    /// The same notice gives the same octets.
    /// </summary>
    ReadOnlyMemory<byte> Write(DeliveryNotice notice);
}
