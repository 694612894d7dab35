namespace Mail.Sieve;

/// <summary>A field of a header with its folded lines, by its place in the octets; or a line that is no field.</summary>
/// <param name="Start">Where the name begins.</param>
/// <param name="NameLength">Zero when this is no field.</param>
/// <param name="ValueStart">Behind the colon.</param>
/// <param name="End">Behind the last line end.</param>
internal readonly record struct HeaderLine(int Start, int NameLength, int ValueStart, int End);
