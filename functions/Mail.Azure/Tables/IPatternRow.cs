using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>How rows of a table are read and written of which each is for a pattern, such as a domain or a network.</summary>
internal interface IPatternRow<TEntry, TPattern>
    where TEntry : class
{
    /// <summary>Rows beyond are left out.</summary>
    static abstract int MaxRows { get; }

    static abstract RowReading<TEntry> Read(TableEntity row);

    static abstract TableEntity Write(TEntry entry);

    static abstract TPattern PatternOf(TEntry entry);

    /// <summary>Of a row, however it is written; <c>null</c> when it has none.</summary>
    static abstract TPattern? PatternOf(TableEntity row);

    /// <summary>Where we write it.</summary>
    static abstract (string Partition, string Row) KeysOf(TPattern pattern);
}
