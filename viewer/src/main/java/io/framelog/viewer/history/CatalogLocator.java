package io.framelog.viewer.history;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import java.util.Optional;
import java.util.Set;

/** Where streams lie, as far as the catalog knows. */
public final class CatalogLocator implements StreamLocator {
    private final Catalog catalog;

    /** @param catalog is kept up to date by the scout */
    public CatalogLocator(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Set<Integer> partitions(StreamName stream) {
        return catalog.partitions(stream);
    }

    @Override
    public Optional<Position> last(StreamName stream) {
        return catalog.lastPosition(stream);
    }
}
