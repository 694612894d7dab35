namespace Mail.Testing;

/// <summary>A request that is on its way to the storage.</summary>
/// <param name="Path">With the account, without the query: <c>/devstoreaccount1/Outbound(PartitionKey='other.test',RowKey='…')</c>.</param>
/// <param name="Body">As text; what a queue gets is decoded from its base64. Empty when it is longer than 64 KiB.</param>
public sealed record StorageRequest(string Method, string Path, string Body);
