using Mail.Core;

namespace Mail.Testing;

public sealed class InMemoryVacations(StorageFaults? parentFaults = null) : IVacations
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, string, MailAddress), VacationAnswer> _answers = [];

    public StorageFaults Faults { get; } = new(parentFaults);

    public ValueTask<bool> TryAnswerAsync(VacationAnswer answer, DateTimeOffset now, CancellationToken cancellationToken) =>
        Locked(
            () =>
            {
                var key = (answer.AccountId, answer.Handle, answer.Sender);
                if (_answers.TryGetValue(key, out var earlier) && earlier.Until > now)
                {
                    return earlier.Message == answer.Message;
                }

                _answers[key] = answer;
                return true;
            },
            cancellationToken);

    public ValueTask<int> PruneAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Locked(() => _answers.Where(pair => pair.Value.Until < now).ToList().Count(pair => _answers.Remove(pair.Key)), cancellationToken);

    private ValueTask<T> Locked<T>(Func<T> operation, CancellationToken cancellationToken) =>
        Faults.RunAsync(
            () =>
            {
                lock (_gate)
                {
                    return operation();
                }
            },
            cancellationToken);
}
