@NullMarked
package io.framelog.viewer.channel;

import org.jspecify.annotations.NullMarked;
