using Mail.Testing;

namespace Mail.Core.Tests;

public class InMemoryVacationsTests : VacationsContract
{
    private readonly InMemoryVacations _memory = new();

    protected override IVacations Vacations => _memory;
}
