using System.Globalization;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>Every write of sorting a message with three copies, a redirect, an answer and a test for duplicates, before it takes effect and after.</summary>
internal static class SortingStages
{
    public static IReadOnlyList<SortingStage> All()
    {
        var stages = new List<SortingStage>();
        void Add(string name, Func<string, StorageRequest, bool> fits)
        {
            foreach (var isAnswer in new[] { false, true })
            {
                var domain = string.Create(CultureInfo.InvariantCulture, $"stage{stages.Count:D2}.test");
                stages.Add(new SortingStage(
                    $"{name}, {(isAnswer ? "after it" : "before it")}", domain, new StorageStop(request => fits(domain, request), isAnswer)));
            }
        }

        Add("the first copy", (domain, request) => IsBlob(request, "/mailbox-", "-1.eml") && Has(request, domain));
        Add("its row", (domain, request) => IsBatch(request, "Mailboxes") && Has(request, domain));
        Add("the second copy", (domain, request) => IsBlob(request, "/mailbox-", "-2.eml") && Has(request, domain));
        Add("the redirect's job", (domain, request) => request.Method == "POST" && request.Path.EndsWith("/Outbound", StringComparison.Ordinal) && Has(request, "x@" + domain));
        Add("the job's pointer", (domain, request) =>
            request.Method == "POST" && request.Path.EndsWith("/outbound/messages", StringComparison.Ordinal) && Has(request, domain));
        Add("the memory of the answer", (domain, request) => request.Path.EndsWith("/Vacations", StringComparison.Ordinal) && Has(request, "s@" + domain));
        Add("the answer", (domain, request) => IsBlob(request, "/spool/", ".eml") && Has(request, "auto-replied") && Has(request, domain));
        Add("the memory of the message", (domain, request) => request.Path.Contains("/Duplicates(", StringComparison.Ordinal) && Has(request, domain));
        Add("the record", (domain, request) => IsBatch(request, "Messages") && Has(request, domain));
        return stages;
    }

    private static bool Has(StorageRequest request, string text) => request.Body.Contains(text, StringComparison.Ordinal);

    private static bool IsBlob(StorageRequest request, string container, string end) =>
        request.Method == "PUT" && request.Path.Contains(container, StringComparison.Ordinal) && request.Path.EndsWith(end, StringComparison.Ordinal);

    private static bool IsBatch(StorageRequest request, string table) =>
        request.Path.EndsWith("/$batch", StringComparison.Ordinal) && request.Body.Contains($"/{table}(", StringComparison.Ordinal);
}
