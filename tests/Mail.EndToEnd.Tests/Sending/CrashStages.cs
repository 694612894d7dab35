using System.Globalization;
using Mail.Testing;

namespace Mail.EndToEnd.Tests;

/// <summary>Every stage of an attempt, from the job's first row to the pointer's last: at the server, and at each write, before it takes effect and after.</summary>
internal static class CrashStages
{
    private const string NotNow = "450 4.7.1 not now";
    private const string Never = "550 5.1.1 no such user";

    public static IReadOnlyList<CrashStage> All()
    {
        var stages = new List<CrashStage>();
        string Domain() => string.Create(CultureInfo.InvariantCulture, $"stage{stages.Count}.test");
        void AtServer(string name, string command, int copies = 1) => stages.Add(new CrashStage(name, Domain(), command, Storage: null, Copies: copies));

        // Before and after: the request that never arrives, and the answer that never comes.
        void AtStorage(string name, Func<string, StorageRequest, bool> fits, string? refusal = null, int before = 1, int after = 1)
        {
            foreach (var isAnswer in new[] { false, true })
            {
                var domain = Domain();
                stages.Add(new CrashStage(
                    $"{name}, {(isAnswer ? "after it" : "before it")}",
                    domain,
                    Server: null,
                    new StorageStop(request => fits(domain, request), isAnswer),
                    refusal,
                    isAnswer ? after : before));
            }
        }

        AtStorage("the job's row", (domain, request) => request is { Method: "POST" } && IsTable(request, "Outbound") && request.Body.Contains(domain, StringComparison.Ordinal));
        AtStorage("the first pointer", (domain, request) => IsQueue(request, "outbound") && request.Body.Contains(domain, StringComparison.Ordinal));
        AtStorage("the lease", (domain, request) => IsJob(request, domain) && request.Body.Contains("LeaseOwner", StringComparison.Ordinal));
        AtServer("the greeting", "(greeting)");
        AtServer("EHLO", "EHLO");
        AtServer("MAIL", "MAIL");
        AtServer("RCPT", "RCPT");
        AtServer("DATA", "DATA");
        AtServer("in the content", "content");
        // RFC 1047: the server has it, and we don't know.
        AtServer("after the dot, before the reply", ".", copies: 2);
        AtStorage("the outcome", (domain, request) => IsJob(request, domain) && HasAttempt(request), before: 2);
        AtStorage("the record", (domain, request) => request.Body.Contains($"sent {domain}/", StringComparison.Ordinal));
        AtStorage("the removal of the job", (domain, request) => request.Method == "DELETE" && IsJob(request, domain));
        AtStorage("the outcome of a refusal", (domain, request) => IsJob(request, domain) && HasAttempt(request), Never, before: 0, after: 0);
        AtStorage("the notice", (domain, request) => request.Path.Contains("/spool/", StringComparison.Ordinal) && IsNotice(request, domain), Never, before: 0, after: 0);
        AtStorage("the notice's pointer", (_, request) => IsQueue(request, "incoming"), Never, before: 0, after: 0);
        AtStorage("the time of the next attempt", (domain, request) => IsJob(request, domain) && HasAttempt(request), NotNow);
        AtStorage("the next pointer", (domain, request) =>
            IsQueue(request, "outbound") && request.Body.Contains(domain, StringComparison.Ordinal) && request.Body.Contains("nextHop", StringComparison.Ordinal), NotNow);
        return stages;
    }

    private static bool IsTable(StorageRequest request, string table) => request.Path.EndsWith("/" + table, StringComparison.Ordinal);

    private static bool IsJob(StorageRequest request, string domain) => request.Path.Contains($"/Outbound(PartitionKey='{domain}'", StringComparison.Ordinal);

    private static bool HasAttempt(StorageRequest request) => request.Body.Contains("\"Attempts\":1", StringComparison.Ordinal);

    private static bool IsQueue(StorageRequest request, string queue) =>
        request.Method == "POST" && request.Path.EndsWith($"/{queue}/messages", StringComparison.Ordinal);

    private static bool IsNotice(StorageRequest request, string domain) =>
        request.Method == "PUT" && request.Body.Contains("message/delivery-status", StringComparison.Ordinal) && request.Body.Contains(domain, StringComparison.Ordinal);
}
