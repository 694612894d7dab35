using System.Buffers.Binary;

namespace Mail.Azure;

/// <summary>
/// Whether octets are the sections of a message (AMQP 1.0 §3.2), whole down to the last value. The library's decoder goes round for ever over a value whose
/// size is below zero, and reads on behind a list that says to have more values than it has.
/// </summary>
internal static class AmqpSections
{
    // A message of ours has three levels.
    private const int MaxDepth = 16;

    public static bool AreWhole(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (octets[0] != 0 || !TrySkip(ref octets, MaxDepth))
            {
                return false;
            }
        }

        return true;
    }

    // AMQP 1.0 §1.2: a value is described any number of times, each by a 0 and a value.
    private static bool TrySkip(ref ReadOnlySpan<byte> rest, int depth)
    {
        while (rest is [0, ..])
        {
            rest = rest[1..];
            if (!TrySkipPlain(ref rest, depth))
            {
                return false;
            }
        }

        return TrySkipPlain(ref rest, depth);
    }

    private static bool TrySkipPlain(ref ReadOnlySpan<byte> rest, int depth)
    {
        if (depth == 0 || rest.IsEmpty || LengthOf(rest) is not { } length || length >= rest.Length)
        {
            return false;
        }

        var kind = rest[0] >> 4;
        var value = rest[1..(1 + (int)length)];
        rest = rest[(1 + (int)length)..];
        return kind switch
        {
            // Lists and maps: size, count, values.
            0xc => value.Length >= 2 && HasValues(value[2..], value[1], depth - 1),
            0xd => value.Length >= 8 && HasValues(value[8..], BinaryPrimitives.ReadUInt32BigEndian(value[4..]), depth - 1),
            _ => true,
        };
    }

    private static bool HasValues(ReadOnlySpan<byte> octets, long count, int depth)
    {
        for (; !octets.IsEmpty; count--)
        {
            if (!TrySkip(ref octets, depth))
            {
                return false;
            }
        }

        return count == 0;
    }

    /// <summary>Octets behind the format code, by its upper half (AMQP 1.0 §1.2.2). <c>null</c> when it is none, and for arrays, which we never send.</summary>
    private static long? LengthOf(ReadOnlySpan<byte> value) => (value[0] >> 4) switch
    {
        4 => 0,
        5 => 1,
        6 => 2,
        7 => 4,
        8 => 8,
        9 => 16,
        0xa or 0xc when value.Length > 1 => 1 + value[1],
        0xb or 0xd when value.Length > 4 => 4L + BinaryPrimitives.ReadUInt32BigEndian(value[1..]),
        _ => null,
    };
}
