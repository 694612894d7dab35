namespace Mail.Azure;

/// <summary>Whole numbers, which a peer may write in any of AMQP's widths (AMQP 1.0 §1.6).</summary>
internal static class AmqpNumber
{
    /// <returns><c>null</c> for what is no whole number, or too large.</returns>
    public static int? Read(object? value) => value switch
    {
        int number => number,
        uint and <= int.MaxValue and var number => (int)number,
        long and >= int.MinValue and <= int.MaxValue and var number => (int)number,
        ulong and <= int.MaxValue and var number => (int)number,
        short number => number,
        ushort number => number,
        byte number => number,
        sbyte number => number,
        _ => null,
    };
}
