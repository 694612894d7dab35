# The functions, standalone: their own queue listeners and timers in place of the Functions host. From the root of the repository:
#   docker build --file infra/containers/functions.Dockerfile --tag mail-functions .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY . .
RUN dotnet publish functions/Mail.Functions --configuration Release --property:PackageForAzure=false --output /app

# No shell, no package manager, a user without rights (1654). The file system may be read-only: large messages go through /tmp.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
ENV MAIL_LISTEN=0.0.0.0 \
    MAIL_LOG_FORMAT=json \
    DOTNET_EnableDiagnostics=0
EXPOSE 7071
USER $APP_UID
# What runs gets MAIL_DRAIN_SECONDS (10), what is not done by then is given back.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["./Mail.Functions", "--check-health"]
ENTRYPOINT ["./Mail.Functions"]
