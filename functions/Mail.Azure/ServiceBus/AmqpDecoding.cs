using Amqp;

namespace Mail.Azure;

/// <summary>The library's decoder as one that has one kind of failure. It casts and computes with what it finds, so that its exceptions are of many types.</summary>
internal static class AmqpDecoding
{
    /// <summary>A message as octets, which the library decodes itself only on a link.</summary>
    /// <exception cref="AmqpException">It is none.</exception>
    public static Message Decode(byte[] octets) => AmqpSections.AreWhole(octets)
        ? Guarded(() => Message.Decode(new ByteBuffer(octets, 0, octets.Length, octets.Length)))
        : throw new AmqpException(ErrorCode.DecodeError, "octets that are no message");

    /// <summary>What is in the body, which the library decodes only when it is asked for it.</summary>
    /// <exception cref="AmqpException">Nothing that can be decoded.</exception>
    public static object? Body(Message message) => Guarded(() => message.Body);

    /// <summary>A part of a message that others have written; <c>null</c> when there is none that can be read.</summary>
    public static T? Try<T>(Func<T?> read)
    {
        try
        {
            return Guarded(read);
        }
        catch (AmqpException)
        {
            // Thrown on it would take the rest of a batch with it, or the connection, each time that the message comes.
            return default;
        }
    }

    private static T Guarded<T>(Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception e) when (e is not AmqpException)
        {
            throw new AmqpException(ErrorCode.DecodeError, $"octets that cannot be decoded: {e.Message}");
        }
    }
}
