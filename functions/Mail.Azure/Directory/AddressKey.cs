using Azure.Data.Tables;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The keys of rows that belong to an address: partition key the domain, row key the local-part in lower case.</summary>
internal static class AddressKey
{
    public static string Row(string localPart) => TableKey.Encode(localPart.ToLowerInvariant());

    /// <summary><c>null</c> when the keys are not an address, or not written as a lookup would look for them; the problem is then noted.</summary>
    public static MailAddress? Read(TableEntity row, RowProblems problems)
    {
        problems.Key(row.PartitionKey, DomainRow.NameIn(row.PartitionKey), "partition");
        var localPart = TableKey.Decode(row.RowKey);
        problems.Key(row.RowKey, Row(localPart.Trim()), "row");
        if (MailAddressParser.TryParse("x@" + TableKey.Decode(row.PartitionKey), out var some, out _)
            && MailAddressParser.TryParse(some.WithLocalPart(localPart).ToString(), out var address, out _))
        {
            return address;
        }

        problems.Fatal("the keys are not a domain and a local-part");
        return null;
    }
}
