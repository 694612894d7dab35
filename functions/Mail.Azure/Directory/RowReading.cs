namespace Mail.Azure;

/// <summary>What could be made of a row that people edit by hand.</summary>
/// <param name="Entry"><c>null</c> when the row cannot be used at all.</param>
/// <param name="Problem">What is wrong and what was expected, in words; <c>null</c> when nothing is. A row may be usable in spite of a problem.</param>
internal sealed record RowReading<T>(T? Entry, string? Problem)
    where T : class;
