/** Tests. */
@NullMarked
package io.framelog.kafka;

import org.jspecify.annotations.NullMarked;
