using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Mail.Core;

/// <summary>
/// Names one accepted message for its whole life: a lower-case ULID, 26 characters of Crockford's base 32. The first ten carry the
/// arrival time in milliseconds, so queue ids sort by arrival; the other sixteen are 80 random bits.
/// </summary>
public readonly record struct QueueId : IComparable<QueueId>
{
    public const int Length = 26;

    private const int TimeLength = 10;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private static readonly SearchValues<char> Digits = SearchValues.Create(Alphabet);

    private readonly string? _value;

    private QueueId(string value) => _value = value;

    /// <summary>A new id for a message that arrives now.</summary>
    public static QueueId New(TimeProvider time)
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        return Create(time.GetUtcNow(), random);
    }

    /// <summary>An id that is the same each time for the same arguments: for work that must be repeatable, such as an import.</summary>
    /// <param name="entropy">At least ten bytes of a cryptographic hash of what is named; the first ten are used.</param>
    public static QueueId Derive(DateTimeOffset time, ReadOnlySpan<byte> entropy) => Create(time, entropy[..10]);

    /// <summary>The smallest id that a message arriving at <paramref name="time"/> can have: a bound for range queries.</summary>
    public static QueueId FirstAt(DateTimeOffset time) => Create(time, stackalloc byte[10]);

    /// <summary>True for exactly the form that <see cref="ToString"/> writes; anything else (upper case, i l o u, overflow) is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out QueueId id)
    {
        id = default;
        if (text is not { Length: Length } || text[0] > '7' || text.AsSpan().ContainsAnyExcept(Digits))
        {
            return false;
        }

        id = new QueueId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is not a lower-case ULID.</exception>
    public static QueueId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a queue id: 26 characters of {Alphabet}.");

    /// <summary>When the message arrived, to the millisecond.</summary>
    public DateTimeOffset Time
    {
        get
        {
            long milliseconds = 0;
            foreach (var c in ToString().AsSpan(0, TimeLength))
            {
                milliseconds = (milliseconds << 5) | (uint)Alphabet.IndexOf(c, StringComparison.Ordinal);
            }

            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }
    }

    public int CompareTo(QueueId other) => string.CompareOrdinal(_value, other._value);

    /// <exception cref="InvalidOperationException">This is <c>default</c>, which names no message.</exception>
    public override string ToString() => _value ?? throw new InvalidOperationException("An empty queue id names no message.");

    public static bool operator <(QueueId left, QueueId right) => left.CompareTo(right) < 0;

    public static bool operator >(QueueId left, QueueId right) => left.CompareTo(right) > 0;

    public static bool operator <=(QueueId left, QueueId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(QueueId left, QueueId right) => left.CompareTo(right) >= 0;

    private static QueueId Create(DateTimeOffset time, ReadOnlySpan<byte> random)
    {
        // https://github.com/ulid/spec: 48 bits of milliseconds, then 80 random bits, most significant first.
        var milliseconds = time.ToUnixTimeMilliseconds();
        Span<char> text = stackalloc char[Length];
        for (var i = TimeLength - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(milliseconds & 31)];
            milliseconds >>= 5;
        }

        Span<byte> eight = stackalloc byte[8];
        for (var half = 0; half < 2; half++)
        {
            random.Slice(half * 5, 5).CopyTo(eight[3..]);
            var bits = BinaryPrimitives.ReadUInt64BigEndian(eight);
            for (var i = 7; i >= 0; i--)
            {
                text[TimeLength + (half * 8) + i] = Alphabet[(int)(bits & 31)];
                bits >>= 5;
            }
        }

        return new QueueId(new string(text));
    }
}
