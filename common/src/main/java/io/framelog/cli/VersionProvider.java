package io.framelog.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells the version that the build wrote into the jar's manifest. */
public final class VersionProvider implements IVersionProvider {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public String[] getVersion() {
        Package home = VersionProvider.class.getPackage();
        String version = home == null ? null : home.getImplementationVersion();
        String name = spec == null ? "framelog" : spec.name();
        return new String[] {name + " " + (version == null ? "(not packaged)" : version)};
    }
}
