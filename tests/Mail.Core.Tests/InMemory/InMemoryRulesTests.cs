using Mail.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Core.Tests;

public class InMemoryRulesTests : RulesContract
{
    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryRules _rules;

    public InMemoryRulesTests() => _rules = new InMemoryRules(_time);

    protected override IRules Rules => _rules;

    protected override IRulesEditor Editor => _rules;

    protected override void Wait() => _time.Advance(TimeSpan.FromSeconds(1));
}
