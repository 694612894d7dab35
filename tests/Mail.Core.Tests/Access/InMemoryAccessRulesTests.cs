using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryAccessRulesTests : AccessRulesContract
{
    private readonly InMemoryAccessRules _rules = new();

    protected override IAccessRules Rules => _rules;

    protected override IAccessRulesEditor Editor => _rules;
}
