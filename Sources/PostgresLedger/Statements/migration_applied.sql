-- Which versions of Tieout's own schema are there.
SELECT version FROM tieout.migration ORDER BY version;
