using Azure.Data.Tables;

namespace Mail.Azure;

/// <summary>The tables of the directory that accounts and routes come from.</summary>
internal sealed class DirectoryTables(StorageConnection connection)
{
    public TableClient Domains { get; } = connection.Tables.GetTableClient("Domains");

    public TableClient Accounts { get; } = connection.Tables.GetTableClient("Accounts");

    public TableClient Aliases { get; } = connection.Tables.GetTableClient("Aliases");
}
