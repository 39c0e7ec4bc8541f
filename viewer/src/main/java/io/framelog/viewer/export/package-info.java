/** The command {@code viewer export}: clips without a running viewer. */
@NullMarked
package io.framelog.viewer.export;

import org.jspecify.annotations.NullMarked;
