nonsense;
keep 1;
