-- Text sorts by code points here anyway; on PostgreSQL the column is told to.
SELECT 1
