package io.framelog.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The version of every command: the one that the build wrote into the jar's manifest. */
public final class VersionProvider implements IVersionProvider {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public String[] getVersion() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        String name = spec == null ? "framelog" : spec.root().name();
        return new String[] {name + " " + (version == null ? "(not packaged)" : version)};
    }
}
